package io.clinibus.scheduling.stored;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT_HISTORY;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_CALENDAR_FILE;
import static io.clinibus.scheduling.api.AppointmentsApi.LIST_APPOINTMENTS;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.WaitlistApi.ACCEPT_OFFER;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.LIST_WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.platform.audit.UnreadableSealLog;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.GetCalendarFile;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.WaitlistApi.AcceptOffer;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.ListWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.TestClock;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Texts of visits that somebody has moved or changed in the database are never shown. The visits
 * are, they can be changed, and each is recorded once.
 */
class DamagedTextsIT {

  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");
  private static final String UNREADABLE = "sealed row unreadable";

  private static final String MONDAY = "2026-11-23T07:00:00Z";
  private static final TestClock CLOCK = new TestClock(MONDAY);
  private static BusFixture clinic;

  private UUID doctor;
  private UUID patient;
  private UUID second;
  private Appointment one;
  private Appointment other;
  private Appointment intact;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
    clinic.platform().jobs().stop();
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void book() {
    CLOCK.set(MONDAY);
    doctor = clinic.doctor(60, 0, BusFixture.weekdays("09:00", "15:00"));
    patient = clinic.patient();
    second = clinic.patient();
    one = book(patient, "09:00", "Asthma");
    other = book(second, "10:00", "Diabetes");
    intact = book(clinic.patient(), "11:00", "Gout");
  }

  @Test
  void aDayShowsVisitsWhoseTextsWereSwappedWithoutThemAndLogsEachOnce() {
    swap("scheduling.appointment", one.id(), other.id());
    double before = counted();
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      for (Caller reader :
          List.of(clinic.frontDesk(), clinic.frontDesk(), clinic.asDoctor(doctor))) {
        List<Appointment> day = listed(reader);
        assertThat(day.get(2)).isEqualTo(intact);
        assertDamaged(day.get(0), one);
        assertDamaged(day.get(1), other);
        assertThat(day).hasSize(3);
      }
      Caller owner = clinic.asPatient(patient);
      assertDamaged(get(one, owner), one);
      assertThat(clinic.ask(AgendaApi.LIST_UPCOMING, new ListUpcoming(), owner).items())
          .singleElement()
          .satisfies(visit -> assertDamaged(visit, one));
      assertThat(
              clinic.ask(GET_CALENDAR_FILE, new GetCalendarFile(one.id(), "en"), owner).content())
          .contains("BEGIN:VEVENT")
          .doesNotContain("Asthma", "Diabetes");
      assertThat(logs.events()).hasSize(2);
      assertThat(logs.events().toString()).doesNotContain("Asthma", patient.toString());
    }
    assertThat(counted()).isEqualTo(before + 2);
    for (Appointment damaged : List.of(one, other)) {
      Row entry = onlyAudited(damaged.id());
      assertThat(entry.getString("operation")).isEqualTo(LIST_APPOINTMENTS.address());
      assertThat(entry.getUUID("actor_id")).isEqualTo(clinic.frontDesk().userId());
      assertThat(entry.getArrayOfUUIDs("patient_ids")).containsExactly(damaged.patientId());
    }
    try (BusFixture beside = BusFixture.beside(clinic)) {
      beside.platform().jobs().stop();
      assertDamaged(
          beside.ask(GET_APPOINTMENT, new GetAppointment(one.id()), beside.frontDesk()), one);
    }
    onlyAudited(one.id());

    swap("scheduling.appointment", one.id(), other.id());
    assertThat(listed(clinic.frontDesk())).containsExactly(one, other, intact);
  }

  @Test
  void otherDamageOfTheSameRowIsLoggedAgain() {
    Appointment ofTheSame = book(patient, "12:00", "Epilepsy");
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      swap("scheduling.appointment", one.id(), ofTheSame.id());
      assertDamaged(get(one, clinic.frontDesk()), one);
      swap("scheduling.appointment", one.id(), ofTheSame.id());
      assertThat(get(one, clinic.frontDesk())).isEqualTo(one);
      damage("scheduling.appointment", one.id());
      assertDamaged(get(one, clinic.frontDesk()), one);
      assertThat(logs.events()).hasSize(2);
    }
    assertThat(audited(one.id())).hasSize(2);
  }

  @Test
  void aTextThatWasSealedForSomebodyElseIsNotShownWithItsKeyEither() {
    clinic.sql(
        """
        UPDATE scheduling.appointment a SET sealed = b.sealed, sealed_for = b.sealed_for
          FROM scheduling.appointment b WHERE a.id = $1 AND b.id = $2
        """,
        one.id(),
        other.id());
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      List<Appointment> day = listed(clinic.frontDesk());
      assertDamaged(day.get(0), one);
      assertThat(day.subList(1, 3)).containsExactly(other, intact);
      assertThat(logs.events()).hasSize(1);
    }
    onlyAudited(one.id());
  }

  @Test
  void whatTheSystemReadsForLiveTopicsIsLoggedAsWell() {
    damage("scheduling.appointment", one.id());
    Caller owner = clinic.asPatient(patient);
    var live =
        new Caller(
            owner.userId(),
            owner.roles(),
            owner.patientId(),
            null,
            Caller.LIVE_READS,
            null,
            owner.deadline());
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      for (int read = 0; read < 2; read++) {
        assertDamaged(
            clinic.ask(AgendaApi.LIST_UPCOMING, new ListUpcoming(), live).items().get(0), one);
      }
      assertThat(logs.events()).hasSize(1);
    }
    assertThat(onlyAudited(one.id()).getString("operation")).isEqualTo("live.read");
  }

  @Test
  void aVisitWhoseTextIsDamagedIsMovedCheckedInAndCancelled() {
    damage("scheduling.appointment", one.id());
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      Appointment moved =
          clinic.ask(
              RESCHEDULE_APPOINTMENT,
              new RescheduleAppointment(one.id(), 1, at("12:00"), null, "the doctor is late"),
              clinic.frontDesk());
      assertThat(moved.start()).isEqualTo(at("12:00"));
      assertThat(moved.reasonUnreadable()).isTrue();
      CLOCK.set("2026-11-24T10:55:00Z");
      assertThat(status(one, AppointmentStatus.CHECKED_IN).ticket()).isNotNull();
      assertThat(status(one, AppointmentStatus.CANCELLED).reasonUnreadable()).isTrue();
      assertThat(logs.events()).hasSize(1);
    }
    assertThat(history(one).get(1).note()).isEqualTo("the doctor is late");
  }

  @Test
  void aHistoryShowsADamagedNoteAsSuchAndTheOthers() {
    note(one, "first");
    note(one, "then");
    clinic.sql(
        """
        UPDATE scheduling.appointment_change a SET sealed = b.sealed
          FROM scheduling.appointment_change b
         WHERE a.appointment_id = $1 AND b.appointment_id = $1 AND a.version = 2 AND b.version = 3
        """,
        one.id());
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      List<AppointmentChange> changes = history(one);
      assertThat(changes).extracting(AppointmentChange::note).containsExactly("", "", "then");
      assertThat(changes)
          .extracting(AppointmentChange::noteUnreadable)
          .containsExactly(null, true, null);
      assertThat(changes).extracting(AppointmentChange::noteUnavailable).containsOnlyNulls();
      assertThat(logs.events()).hasSize(1);
    }
  }

  @Test
  void theWaitlistShowsADamagedEntryAndItsOfferIsAcceptedWithoutTheReason() {
    WaitlistEntry damaged = join(patient, "cough");
    WaitlistEntry next = join(second, "fever");
    swap("scheduling.waitlist_entry", damaged.id(), next.id());
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      var all = new ListWaitlist(null, doctor, null, null, null);
      assertThat(clinic.ask(LIST_WAITLIST, all, clinic.frontDesk()).items())
          .allSatisfy(
              entry -> {
                assertThat(entry.reason()).isEmpty();
                assertThat(entry.reasonUnreadable()).isTrue();
                assertThat(entry.reasonUnavailable()).isNull();
              })
          .extracting(WaitlistEntry::id)
          .containsExactly(damaged.id(), next.id());
      status(intact, AppointmentStatus.CANCELLED);
      Appointment accepted =
          clinic.ask(ACCEPT_OFFER, new AcceptOffer(damaged.id()), clinic.asPatient(patient));
      assertThat(accepted.start()).isEqualTo(intact.start());
      assertThat(accepted.reason()).isEmpty();
      assertThat(accepted.reasonUnreadable()).as("it has no text").isNull();
      assertThat(logs.events()).hasSize(2);
    }
    onlyAudited(next.id());
  }

  private static void assertDamaged(Appointment shown, Appointment booked) {
    assertThat(shown)
        .usingRecursiveComparison()
        .ignoringFields("reason", "answers", "reasonUnreadable")
        .isEqualTo(booked);
    assertThat(shown.reason()).isEmpty();
    assertThat(shown.answers()).isEmpty();
    assertThat(shown.reasonUnreadable()).isTrue();
    assertThat(shown.reasonUnavailable()).isNull();
  }

  private static void swap(String table, UUID one, UUID other) {
    clinic.sql(
        """
        UPDATE %1$s AS t SET sealed = o.sealed FROM %1$s AS o
         WHERE t.id = $1 AND o.id = $2 OR t.id = $2 AND o.id = $1
        """
            .formatted(table),
        one,
        other);
  }

  private static void damage(String table, UUID id) {
    clinic.sql(
        "UPDATE %s SET sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20)) WHERE id = $1"
            .formatted(table),
        id);
  }

  private static double counted() {
    return clinic.platform().metrics().counter("clinibus.unreadable.seals").count();
  }

  private static Row onlyAudited(UUID row) {
    List<Row> entries = audited(row);
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private static List<Row> audited(UUID row) {
    return StreamSupport.stream(
            clinic
                .sql(
                    """
                    SELECT operation, actor_id, patient_ids FROM audit.entry
                     WHERE resource_id = $1 AND outcome = 'unreadable-seal'
                    """,
                    row)
                .spliterator(),
            false)
        .toList();
  }

  private Appointment book(UUID whom, String time, String reason) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, whom, at(time), reason, null),
        clinic.asPatient(whom));
  }

  private WaitlistEntry join(UUID whom, String reason) {
    return clinic.ask(
        JOIN_WAITLIST,
        new JoinWaitlist(
            whom, doctor, null, new PreferredTimes(null, TUESDAY, null, null, null), reason),
        clinic.asPatient(whom));
  }

  private List<Appointment> listed(Caller caller) {
    return clinic
        .ask(
            LIST_APPOINTMENTS,
            new ListAppointments(null, null, doctor, null, null, null, null, null, null),
            caller)
        .items();
  }

  private static Appointment get(Appointment visit, Caller caller) {
    return clinic.ask(GET_APPOINTMENT, new GetAppointment(visit.id()), caller);
  }

  private static Appointment status(Appointment visit, AppointmentStatus status) {
    return clinic.ask(
        CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, status, null),
        clinic.frontDesk());
  }

  private static void note(Appointment visit, String note) {
    long version = get(visit, clinic.frontDesk()).version();
    clinic.ask(
        RESCHEDULE_APPOINTMENT,
        new RescheduleAppointment(
            visit.id(), version, at(version == 1 ? "12:00" : "13:00"), null, note),
        clinic.frontDesk());
  }

  private static List<AppointmentChange> history(Appointment visit) {
    return clinic
        .ask(GET_APPOINTMENT_HISTORY, new GetAppointmentHistory(visit.id()), clinic.frontDesk())
        .changes();
  }

  private static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }
}
