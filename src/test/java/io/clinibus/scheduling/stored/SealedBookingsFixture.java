package io.clinibus.scheduling.stored;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT_HISTORY;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.LIST_WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.SealingJob;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.VisitTypesApi;
import io.clinibus.scheduling.api.VisitTypesApi.CreateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.VisitColour;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeDetails;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.ListWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Bookings with words of patients, and how they are stored. */
abstract class SealedBookingsFixture {

  static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");

  /** The statement of the former release, whose nodes may run beside those of this one. */
  private static final String FORMER_BOOKING =
      """
      SELECT outcome, told::text AS events, appointment::text AS appointment
        FROM scheduling.book($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
               visit_type => $16, visit_answers => $17::text::jsonb)
      """;

  static final TestClock CLOCK = new TestClock("2026-11-23T07:00:00Z");
  static BusFixture clinic;
  UUID doctor;
  UUID patient;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
    clinic.platform().jobs().stop(); // One of them would seal between two steps of a test.
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void people() {
    doctor = clinic.doctor();
    patient = clinic.patient();
  }

  VisitType typeWithQuestion() {
    return clinic.ask(
        VisitTypesApi.CREATE_VISIT_TYPE,
        new CreateVisitType(
            new VisitTypeDetails(
                "Check-up",
                60,
                null,
                List.of(clinic.department()),
                null,
                true,
                false,
                VisitColour.BLUE,
                null,
                List.of(new VisitQuestion(null, "Why?", QuestionKind.TEXT, false, null)),
                true)),
        clinic.admin());
  }

  Appointment book(UUID whom, String time, String reason, String key) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, whom, at(time), reason, key),
        clinic.asPatient(whom));
  }

  /** As a node of the former release books; the visit that it returns. */
  UUID formerBooking(UUID whom, String time, String reason, String answer, String fingerprint) {
    OffsetDateTime start = at(time);
    String answers =
        answer == null
            ? "[]"
            : """
            [{"questionId": "%s", "question": "Why?", "kind": "TEXT", "answer": "%s"}]
            """
                .formatted(UuidV7.next(), answer);
    Row row =
        clinic
            .sql(
                FORMER_BOOKING.replace("$15,", "$15, booking_note => $18,"),
                UuidV7.next(),
                whom,
                whom,
                doctor,
                start,
                start.plusHours(1),
                start.plusHours(1),
                new LocalDate[] {TUESDAY},
                rulesVersion(),
                reason,
                fingerprint == null ? null : "mixed",
                fingerprint,
                CLOCK.instant().atOffset(ZoneOffset.UTC),
                null,
                null,
                null,
                answers,
                fingerprint == null ? "legacybooked" : "")
            .iterator()
            .next();
    assertThat(row.getString("outcome")).isEqualTo(fingerprint == null ? "BOOKED" : "REPEATED");
    return UUID.fromString(new JsonObject(row.getString("appointment")).getString("id"));
  }

  private long rulesVersion() {
    return number("SELECT scheduling.rules_version($1) AS n", doctor);
  }

  static void cancel(Appointment visit, String why) {
    clinic.ask(CHANGE_APPOINTMENT_STATUS, cancellation(visit.id(), why), clinic.frontDesk());
  }

  static ChangeAppointmentStatus cancellation(UUID visit, String why) {
    return new ChangeAppointmentStatus(visit, null, AppointmentStatus.CANCELLED, why);
  }

  WaitlistEntry join(UUID whom, String reason) {
    return clinic.ask(
        JOIN_WAITLIST,
        new JoinWaitlist(
            whom, doctor, null, new PreferredTimes(null, TUESDAY, null, null, null), reason),
        clinic.asPatient(whom));
  }

  static List<WaitlistEntry> waitlist(Caller caller, UUID whom) {
    return clinic
        .ask(LIST_WAITLIST, new ListWaitlist(whom, null, null, null, null), caller)
        .items();
  }

  static Appointment get(UUID id) {
    return clinic.ask(GET_APPOINTMENT, new GetAppointment(id), clinic.frontDesk());
  }

  static List<String> notes(Appointment visit) {
    return clinic
        .ask(GET_APPOINTMENT_HISTORY, new GetAppointmentHistory(visit.id()), clinic.frontDesk())
        .changes()
        .stream()
        .map(AppointmentChange::note)
        .toList();
  }

  static SealingJob job() {
    return new SealingJob(
        clinic.platform().database(),
        clinic.platform().patientKeys(),
        "scheduling",
        DataForm.SEALED_BOOKINGS,
        ClearSchedulingRows.ALL,
        new Metrics());
  }

  static void sealAll() {
    while (BusFixture.await(job().run())) {}
    assertThat(
            number(
                """
                SELECT (SELECT count(*) FROM scheduling.appointment WHERE reason <> '' OR answers <> '[]')
                     + (SELECT count(*) FROM scheduling.appointment_change WHERE note <> '')
                     + (SELECT count(*) FROM scheduling.waitlist_entry WHERE reason <> '')
                     + (SELECT count(*) FROM scheduling.visit_in_clear) AS n
                """))
        .isZero();
  }

  static long number(String select, Object... values) {
    return clinic.sql(select, values).iterator().next().getLong("n");
  }

  static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }
}
