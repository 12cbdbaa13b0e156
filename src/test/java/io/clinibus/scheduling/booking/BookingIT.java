package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT_HISTORY;
import static io.clinibus.scheduling.api.AppointmentsApi.LIST_APPOINTMENTS;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.SlotsApi.LIST_AVAILABLE_SLOTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeKind;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.DoctorSlots;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Monday morning in Berlin, asked over the bus. */
class BookingIT {

  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");
  private static final OffsetDateTime TEN = at("10:00");

  private static final TestClock CLOCK = new TestClock("2026-11-23T07:00:00Z");
  private static BusFixture clinic;

  private UUID doctor;
  private UUID patient;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void people() {
    CLOCK.set("2026-11-23T07:00:00Z");
    doctor = clinic.doctor();
    patient = clinic.patient();
  }

  @Test
  void aBookedSlotIsNoLongerOffered() {
    assertThat(free(doctor)).containsExactly("09:00", "10:00", "11:00");
    Appointment booked = book(doctor, patient, TEN);
    assertThat(booked.status()).isEqualTo(AppointmentStatus.BOOKED);
    assertThat(booked.start()).isEqualTo(TEN);
    assertThat(booked.doctorName()).isEqualTo("Dr. Sofia Lindqvist");
    assertThat(booked.patientName()).isEqualTo("Ada B");
    assertThat(booked.patientListedName()).isEqualTo("B, Ada");
    assertThat(free(doctor)).containsExactly("09:00", "11:00");
  }

  @Test
  void everyChangeIncrementsTheDayVersion() {
    long before = version();
    Appointment booked = book(doctor, patient, TEN);
    assertThat(version()).isEqualTo(before + 1);
    cancel(booked);
    assertThat(version()).isEqualTo(before + 2);
  }

  @Test
  void aLostRaceOffersTheNearestFreeTimes() {
    book(doctor, patient, TEN);
    Failure refused = refusedBooking(doctor, clinic.patient(), TEN);
    assertThat(refused.code()).isEqualTo(SchedulingFailures.SLOT_TAKEN);
    assertThat((List<?>) refused.extensions().get("alternatives")).hasSize(3);
    assertThat(refused.extensions().get("alternatives").toString())
        .contains("2026-11-24T09:00", "2026-11-24T11:00");
  }

  @Test
  void overlappingVisitsOfAPatientAreRefused() {
    book(doctor, patient, TEN);
    assertThat(refusedBooking(clinic.doctor(), patient, TEN).code())
        .isEqualTo(SchedulingFailures.PATIENT_BUSY);
  }

  @Test
  void theBufferAfterAVisitIsKeptFree() {
    UUID slow = clinic.doctor(30, 15, BusFixture.weekdays("09:00", "11:00"));
    assertThat(free(slow)).containsExactly("09:00", "09:45", "10:30");
    book(slow, patient, at("09:45"));
    assertThat(free(slow)).containsExactly("09:00", "10:30");
  }

  @Test
  void theBufferIsTheDoctorsAndNotThePatients() {
    UUID slow = clinic.doctor(30, 15, BusFixture.weekdays("09:00", "11:00"));
    UUID quick = clinic.doctor(15, 0, BusFixture.weekdays("09:00", "12:00"));
    book(slow, patient, at("09:45"));
    assertThat(refusedBooking(quick, patient, at("10:00")).code())
        .isEqualTo(SchedulingFailures.PATIENT_BUSY);
    Appointment next = book(quick, patient, at("10:15"));
    assertThat(next.start()).isEqualTo(at("10:15"));

    Appointment before = book(clinic.doctor(30, 0, hours()), patient, at("11:00"));
    Appointment moved = move(before, at("09:00"), clinic.doctor(30, 30, hours()));
    assertThat(moved.end()).isEqualTo(at("09:30"));
    assertThat(
            clinic
                .refused(
                    RESCHEDULE_APPOINTMENT,
                    new RescheduleAppointment(
                        moved.id(),
                        moved.version(),
                        at("09:30"),
                        clinic.doctor(30, 0, hours()),
                        ""),
                    clinic.asPatient(patient))
                .code())
        .isEqualTo(SchedulingFailures.PATIENT_BUSY);
  }

  private static WeeklyWindow[] hours() {
    return BusFixture.weekdays("09:00", "12:00");
  }

  @Test
  void aBookingOutsideTheOfferedTimesIsRefusedWithTheReason() {
    assertThat(refusedBooking(doctor, patient, at("10:30")).errors().get(0).message())
        .isEqualTo("No visit begins at this time.");
    assertThat(refusedBooking(doctor, patient, at("10:00").minusDays(30)).errors().get(0).pointer())
        .isEqualTo("/start");
    assertThat(refusedBooking(doctor, patient, TEN.plusDays(140)).extensions())
        .containsKey("alternatives")
        .containsEntry("reason", SlotsApi.SlotState.BEYOND_HORIZON);
    CLOCK.set("2026-11-24T08:40:00Z");
    assertThat(refusedBooking(doctor, patient, TEN).extensions())
        .containsEntry("reason", SlotsApi.SlotState.TOO_SOON);
  }

  @Test
  void theFrontDeskMayBookAtShortNotice() {
    CLOCK.set("2026-11-24T08:55:00Z");
    BookAppointment walkIn = new BookAppointment(doctor, patient, TEN, "Walk-in", null);
    assertThat(clinic.ask(BOOK_APPOINTMENT, walkIn, clinic.frontDesk()).reason())
        .isEqualTo("Walk-in");
  }

  @Test
  void bookingForAnotherPatientIsForbidden() {
    var forAnother = new BookAppointment(doctor, clinic.patient(), TEN, null, null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, forAnother, clinic.asPatient(patient)).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(
            clinic.refused(BOOK_APPOINTMENT, forAnother, clinic.asDoctor(clinic.doctor())).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void theRefusalNamesAnUnknownDoctorOrPatient() {
    assertThat(refusedBooking(UUID.randomUUID(), patient, TEN).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    var forUnknown = new BookAppointment(doctor, UUID.randomUUID(), TEN, null, null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, forUnknown, clinic.frontDesk()).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/patientId");
  }

  @Test
  void aRemovedPatientCannotBook() {
    clinic.sql("UPDATE patients.patient SET deleted_at = now() WHERE id = $1", patient);
    assertThat(refusedBooking(doctor, patient, TEN).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/patientId");
    assertThat(free(doctor)).contains("10:00");
  }

  @Test
  void aRepeatedIdempotencyKeyReturnsTheFirstResult() {
    var request = new BookAppointment(doctor, patient, TEN, "First", "key-" + patient);
    Appointment first = clinic.ask(BOOK_APPOINTMENT, request, clinic.asPatient(patient));
    assertThat(clinic.ask(BOOK_APPOINTMENT, request, clinic.asPatient(patient))).isEqualTo(first);
    cancel(first);
    assertThat(clinic.ask(BOOK_APPOINTMENT, request, clinic.asPatient(patient))).isEqualTo(first);
    CLOCK.set("2026-11-25T07:00:00Z");
    assertThat(clinic.ask(BOOK_APPOINTMENT, request, clinic.asPatient(patient))).isEqualTo(first);
    assertThat(appointmentsOf(patient)).hasSize(1);
  }

  @Test
  void anIdempotencyKeyOfAnotherRequestIsRefused() {
    String key = "key-" + patient;
    var request = new BookAppointment(doctor, patient, TEN, null, key);
    clinic.ask(BOOK_APPOINTMENT, request, clinic.asPatient(patient));
    for (var other :
        List.of(
            new BookAppointment(doctor, patient, at("11:00"), null, key),
            new BookAppointment(doctor, patient, TEN, "Another reason", key))) {
      assertThat(clinic.refused(BOOK_APPOINTMENT, other, clinic.asPatient(patient)).code())
          .isEqualTo(CommonFailures.IDEMPOTENCY_KEY_REUSED);
    }
  }

  @Test
  void aMovedAppointmentKeepsItsIdentityAndFreesItsOldTime() {
    Appointment booked = book(doctor, patient, TEN);
    Appointment moved = move(booked, at("11:00"), null);
    assertThat(moved.id()).isEqualTo(booked.id());
    assertThat(moved.start()).isEqualTo(at("11:00"));
    assertThat(free(doctor)).containsExactly("09:00", "10:00");
    assertThat(history(booked))
        .extracting(AppointmentChange::kind)
        .containsExactly(ChangeKind.BOOKED, ChangeKind.RESCHEDULED);
    assertThat(history(booked))
        .extracting(AppointmentChange::start)
        .containsExactly(TEN, at("11:00"));
  }

  @Test
  void anAppointmentMovesToAnotherDoctorAndDay() {
    Appointment booked = book(doctor, patient, TEN);
    UUID other = clinic.doctor();
    Appointment moved = move(booked, TEN.plusDays(1), other);
    assertThat(moved.doctorId()).isEqualTo(other);
    assertThat(free(doctor)).contains("10:00");
  }

  @Test
  void aMoveToATakenTimeChangesNothing() {
    Appointment booked = book(doctor, patient, TEN);
    book(doctor, clinic.patient(), at("11:00"));
    var toTaken = new RescheduleAppointment(booked.id(), booked.version(), at("11:00"), null, null);
    assertThat(clinic.refused(RESCHEDULE_APPOINTMENT, toTaken, clinic.asPatient(patient)).code())
        .isEqualTo(SchedulingFailures.SLOT_TAKEN);
    assertThat(get(booked)).isEqualTo(booked);
    assertThat(free(doctor)).containsExactly("09:00");
  }

  @Test
  void aStaleVersionIsRefused() {
    Appointment booked = book(doctor, patient, TEN);
    move(booked, at("11:00"), null);
    var stale = new RescheduleAppointment(booked.id(), booked.version(), at("09:00"), null, null);
    assertThat(clinic.refused(RESCHEDULE_APPOINTMENT, stale, clinic.asPatient(patient)).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
  }

  @Test
  void patientsChangeUntilTheCutoffAndStaffAlways() {
    Appointment booked = book(doctor, patient, TEN);
    CLOCK.set("2026-11-24T06:00:00Z");
    var cancel = new CancelAppointment(booked.id(), null);
    assertThat(clinic.refused(CANCEL_APPOINTMENT, cancel, clinic.asPatient(patient)).code())
        .isEqualTo(SchedulingFailures.TOO_LATE);
    assertThat(clinic.ask(CANCEL_APPOINTMENT, cancel, clinic.frontDesk()).status())
        .isEqualTo(AppointmentStatus.CANCELLED);
  }

  @Test
  void aVisitPassesThroughItsStatuses() {
    Appointment booked = book(doctor, patient, TEN);
    CLOCK.set("2026-11-24T08:55:00Z");
    var doctorHerself = clinic.asDoctor(doctor);
    clinic.ask(
        CHANGE_APPOINTMENT_STATUS, to(booked, AppointmentStatus.CHECKED_IN), clinic.frontDesk());
    clinic.ask(
        CHANGE_APPOINTMENT_STATUS, to(booked, AppointmentStatus.IN_CONSULTATION), doctorHerself);
    clinic.ask(CHANGE_APPOINTMENT_STATUS, to(booked, AppointmentStatus.COMPLETED), doctorHerself);
    assertThat(history(booked))
        .extracting(AppointmentChange::status)
        .containsExactly(
            AppointmentStatus.BOOKED,
            AppointmentStatus.CHECKED_IN,
            AppointmentStatus.IN_CONSULTATION,
            AppointmentStatus.COMPLETED);
    assertThat(
            clinic
                .refused(
                    CHANGE_APPOINTMENT_STATUS,
                    to(booked, AppointmentStatus.BOOKED),
                    clinic.frontDesk())
                .code())
        .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
  }

  @Test
  void aNoShowCannotBeRecordedBeforeTheStart() {
    Appointment booked = book(doctor, patient, TEN);
    var noShow = to(booked, AppointmentStatus.NO_SHOW);
    Failure refused = clinic.refused(CHANGE_APPOINTMENT_STATUS, noShow, clinic.frontDesk());
    assertThat(refused.code()).isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
    assertThat(refused.extensions().get("possible").toString()).doesNotContain("NO_SHOW");
    CLOCK.set("2026-11-24T09:15:00Z");
    assertThat(clinic.ask(CHANGE_APPOINTMENT_STATUS, noShow, clinic.frontDesk()).status())
        .isEqualTo(AppointmentStatus.NO_SHOW);
  }

  @Test
  void anAppointmentOfAnotherPatientIsNotFound() {
    Appointment booked = book(doctor, patient, TEN);
    var read = new GetAppointment(booked.id());
    assertThat(clinic.refused(GET_APPOINTMENT, read, clinic.asPatient(clinic.patient())).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(clinic.refused(GET_APPOINTMENT, read, clinic.asDoctor(clinic.doctor())).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(clinic.ask(GET_APPOINTMENT, read, clinic.asDoctor(doctor))).isEqualTo(booked);
  }

  @Test
  void theRefusalNamesACursorOfAnotherList() {
    for (String value : List.of("cardiology", "+999999999-12-31T00:00:00Z")) {
      byte[] plain = (value + "\n" + doctor).getBytes(StandardCharsets.UTF_8);
      String foreign = Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
      var list = new ListAppointments(null, null, doctor, null, null, null, "start", 2, foreign);
      assertThat(clinic.refused(LIST_APPOINTMENTS, list, clinic.frontDesk()).errors())
          .extracting(FieldError::pointer)
          .containsExactly("cursor");
    }
  }

  @Test
  void pagesListAppointmentsInOrderWithoutLossOrRepetition() {
    for (int day = 0; day < 3; day++) {
      for (String time : List.of("09:00", "10:00", "11:00")) {
        var wanted = new BookAppointment(doctor, patient, at(time).plusDays(day), null, null);
        clinic.ask(BOOK_APPOINTMENT, wanted, clinic.frontDesk());
      }
    }
    for (String sort : List.of("start", "-start")) {
      List<Appointment> all = new java.util.ArrayList<>();
      String cursor = null;
      do {
        var page =
            clinic.ask(
                LIST_APPOINTMENTS,
                new ListAppointments(
                    null,
                    null,
                    doctor,
                    null,
                    clinic.department(),
                    List.of(AppointmentStatus.BOOKED),
                    sort,
                    2,
                    cursor),
                clinic.frontDesk());
        all.addAll(page.items());
        cursor = page.next();
      } while (cursor != null);
      assertThat(all).hasSize(9).doesNotHaveDuplicates();
      assertThat(all)
          .isSortedAccordingTo(
              (a, b) -> a.start().compareTo(b.start()) * ("start".equals(sort) ? 1 : -1));
    }
  }

  @Test
  void aBookingWritesItsEventInTheSameTransaction() {
    Appointment booked = book(doctor, patient, TEN);
    var events =
        clinic.sql(
            """
            SELECT payload->>'kind' AS kind, payload->'days'->0->>'day' AS day FROM platform.outbox
             WHERE type = 'scheduling.appointment-changed' AND payload->>'appointmentId' = $1
            """,
            booked.id().toString());
    assertThat(events.iterator().next().getString("kind")).isEqualTo("BOOKED");
    assertThat(events.iterator().next().getString("day")).isEqualTo("2026-11-24");
    assertThat(events.size()).isEqualTo(1);
  }

  @Test
  @Tag("exclusive")
  void aChangeWhoseMessageIsLostArrivesThroughTheOutbox() {
    assertThat(free(doctor)).contains("10:00");
    clinic.sql(
        """
        SELECT scheduling.book(gen_random_uuid(), NULL, $1, $2, $3, $4, $4, ARRAY[$5::date],
                               scheduling.rules_version($2), '', NULL, NULL, now(), NULL)
        """,
        patient,
        doctor,
        TEN,
        TEN.plusHours(1),
        TUESDAY);
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(free(doctor)).doesNotContain("10:00"));
  }

  private static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }

  private static Appointment book(UUID doctor, UUID patient, OffsetDateTime start) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, patient, start, null, null),
        clinic.asPatient(patient));
  }

  private static Failure refusedBooking(UUID doctor, UUID patient, OffsetDateTime start) {
    return clinic.refused(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, patient, start, null, null),
        clinic.asPatient(patient));
  }

  private Appointment move(Appointment appointment, OffsetDateTime start, UUID doctorId) {
    return clinic.ask(
        RESCHEDULE_APPOINTMENT,
        new RescheduleAppointment(
            appointment.id(), appointment.version(), start, doctorId, "Moved"),
        clinic.asPatient(patient));
  }

  private void cancel(Appointment appointment) {
    clinic.ask(
        CANCEL_APPOINTMENT,
        new CancelAppointment(appointment.id(), null),
        clinic.asPatient(patient));
  }

  private static ChangeAppointmentStatus to(Appointment appointment, AppointmentStatus status) {
    return new ChangeAppointmentStatus(appointment.id(), null, status, null);
  }

  private static Appointment get(Appointment appointment) {
    return clinic.ask(GET_APPOINTMENT, new GetAppointment(appointment.id()), clinic.frontDesk());
  }

  private static List<AppointmentChange> history(Appointment appointment) {
    return clinic
        .ask(
            GET_APPOINTMENT_HISTORY,
            new GetAppointmentHistory(appointment.id()),
            clinic.frontDesk())
        .changes();
  }

  private static List<Appointment> appointmentsOf(UUID patient) {
    return clinic
        .ask(
            LIST_APPOINTMENTS,
            new ListAppointments(null, null, null, null, null, null, null, null, null),
            clinic.asPatient(patient))
        .items();
  }

  private DoctorSlots slots(UUID doctor) {
    return clinic.ask(
        LIST_AVAILABLE_SLOTS, new ListAvailableSlots(doctor, TUESDAY, null), clinic.frontDesk());
  }

  private List<String> free(UUID doctor) {
    return slots(doctor).days().get(0).slots().stream()
        .map(slot -> slot.start().toLocalTime().toString())
        .toList();
  }

  private long version() {
    return slots(doctor).days().get(0).version();
  }
}
