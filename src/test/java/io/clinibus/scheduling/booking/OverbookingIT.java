package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT_HISTORY;
import static io.clinibus.scheduling.api.AppointmentsApi.OVERBOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.DayVisit;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.scheduling.api.AppointmentLane;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.OverbookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistStatus;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Visits beside regular ones, as extra capacity. */
class OverbookingIT {

  private static final OffsetDateTime TEN = OffsetDateTime.parse("2026-11-24T10:00:00+01:00");
  private static final String MONDAY = "2026-11-23T07:00:00Z";
  private static final String WHY = "acute pain";

  private static TestClock clock;
  private static BusFixture clinic;
  private UUID doctor;
  private Appointment regular;

  @BeforeAll
  static void open() {
    clock = new TestClock(MONDAY);
    clinic = BusFixture.open(clock);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void bookRegularVisit() {
    clock.set(MONDAY);
    doctor = clinic.doctor();
    regular = book(clinic.patient(), TEN);
  }

  @Test
  void aVisitBesideARegularOneIsShownAsExtraWithItsJustification() {
    Appointment extra = overbook(clinic.patient(), TEN, clinic.admin());
    assertThat(extra.lane()).isEqualTo(AppointmentLane.OVERBOOKED);
    assertThat(regular.lane()).isEqualTo(AppointmentLane.REGULAR);
    assertThat(
            clinic
                .ask(
                    GET_APPOINTMENT_HISTORY,
                    new GetAppointmentHistory(extra.id()),
                    clinic.frontDesk())
                .changes())
        .extracting(AppointmentChange::note)
        .containsExactly(WHY);
    assertThat(
            clinic
                .ask(
                    AgendaApi.GET_DEPARTMENT_DAY,
                    new GetDepartmentDay(clinic.department(), TEN.toLocalDate()),
                    clinic.frontDesk())
                .visits())
        .filteredOn(visit -> visit.doctorId().equals(doctor))
        .extracting(DayVisit::lane)
        .containsExactlyInAnyOrder(AppointmentLane.REGULAR, AppointmentLane.OVERBOOKED);
  }

  @Test
  void anExtraVisitNeitherTakesNorFreesARegularTime() {
    long free = freeSlots();
    Appointment extra = overbook(clinic.patient(), TEN, clinic.admin());
    assertThat(freeSlots()).isEqualTo(free);
    cancel(regular);
    assertThat(freeSlots()).isEqualTo(free + 1);
    assertThat(book(clinic.patient(), TEN).lane()).isEqualTo(AppointmentLane.REGULAR);
    cancel(extra);
    assertThat(freeSlots()).isEqualTo(free);
  }

  @Test
  void aFreeTimeIsNotOverbooked() {
    assertThat(refusal(clinic.patient(), TEN.plusHours(1), clinic.admin()))
        .isEqualTo(SchedulingFailures.SLOT_FREE);
  }

  @Test
  void atMostOneExtraVisitIsAtATimeAndAtMostTwoAreOnADay() {
    overbook(clinic.patient(), TEN, clinic.admin());
    assertThat(refusal(clinic.patient(), TEN, clinic.admin()))
        .isEqualTo(SchedulingFailures.LANE_FULL);
    for (int hours : new int[] {-1, 1}) {
      book(clinic.patient(), TEN.plusHours(hours));
    }
    Appointment second = overbook(clinic.patient(), TEN.plusHours(1), clinic.admin());
    UUID third = clinic.patient();
    assertThat(refusal(third, TEN.minusHours(1), clinic.admin()))
        .isEqualTo(SchedulingFailures.LANE_FULL);
    cancel(second);
    overbook(third, TEN.minusHours(1), clinic.admin());
  }

  @Test
  void aPatientWhoIsOccupiedGetsNoExtraVisit() {
    assertThat(refusal(regular.patientId(), TEN, clinic.admin()))
        .isEqualTo(SchedulingFailures.PATIENT_BUSY);
  }

  @Test
  void onlyTheDoctorAndAdministratorsOverbook() {
    UUID patient = clinic.patient();
    assertThat(refusal(patient, TEN, clinic.asDoctor(clinic.doctor())))
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(refusal(patient, TEN, clinic.frontDesk())).isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(refusal(patient, TEN, clinic.asDoctor(doctor)))
        .as("a patient whom the doctor does not treat")
        .isEqualTo(CommonFailures.INVALID_REQUEST);
    book(patient, TEN.plusDays(1));
    assertThat(overbook(patient, TEN, clinic.asDoctor(doctor)).lane())
        .isEqualTo(AppointmentLane.OVERBOOKED);
  }

  @Test
  void aMovedVisitIsRegularAgain() {
    Appointment extra = overbook(clinic.patient(), TEN, clinic.admin());
    Appointment moved = move(extra, TEN.plusHours(1));
    assertThat(moved.lane()).isEqualTo(AppointmentLane.REGULAR);
    assertThat(
            clinic
                .refused(
                    BOOK_APPOINTMENT,
                    new BookAppointment(doctor, clinic.patient(), moved.start(), null, null),
                    clinic.frontDesk())
                .code())
        .isEqualTo(SchedulingFailures.SLOT_TAKEN);
  }

  @Test
  void aVisitIsMovedBesideARegularOneWithItsJustification() {
    Appointment visit = book(clinic.patient(), TEN.plusHours(1));
    long free = freeSlots();
    Appointment moved = clinic.ask(RESCHEDULE_APPOINTMENT, beside(visit, TEN), clinic.admin());
    assertThat(moved.lane()).isEqualTo(AppointmentLane.OVERBOOKED);
    assertThat(moved.start().toInstant()).isEqualTo(TEN.toInstant());
    assertThat(freeSlots()).as("its old time is free").isEqualTo(free + 1);
    assertThat(history(moved)).containsExactly("", WHY);
  }

  @Test
  void aVisitIsMovedBesideAnotherByTheRulesOfBooking() {
    Appointment visit = book(clinic.patient(), TEN.plusHours(1));
    assertThat(moveRefusal(visit, TEN.minusHours(1), clinic.admin()))
        .isEqualTo(SchedulingFailures.SLOT_FREE);
    assertThat(moveRefusal(visit, visit.start(), clinic.admin()))
        .as("only itself is there")
        .isEqualTo(SchedulingFailures.SLOT_FREE);
    for (Caller other : new Caller[] {clinic.frontDesk(), clinic.asPatient(visit.patientId())}) {
      assertThat(moveRefusal(visit, TEN, other)).isEqualTo(CommonFailures.FORBIDDEN);
    }
    Appointment own = book(regular.patientId(), TEN.plusDays(1));
    assertThat(moveRefusal(own, TEN, clinic.admin())).isEqualTo(SchedulingFailures.PATIENT_BUSY);
    Appointment extra = overbook(clinic.patient(), TEN, clinic.admin());
    assertThat(moveRefusal(visit, TEN, clinic.admin())).isEqualTo(SchedulingFailures.LANE_FULL);
    assertThat(
            clinic
                .ask(RESCHEDULE_APPOINTMENT, beside(extra, visit.start()), clinic.asDoctor(doctor))
                .lane())
        .isEqualTo(AppointmentLane.OVERBOOKED);
  }

  @Test
  void anExtraVisitThatIsMovedWithinItsDayDoesNotCountTwice() {
    for (int hours : new int[] {-1, 1}) {
      book(clinic.patient(), TEN.plusHours(hours));
    }
    Appointment first = overbook(clinic.patient(), TEN, clinic.admin());
    overbook(clinic.patient(), TEN.plusHours(1), clinic.admin());
    Appointment moved =
        clinic.ask(RESCHEDULE_APPOINTMENT, beside(first, TEN.minusHours(1)), clinic.admin());
    assertThat(moved.lane()).isEqualTo(AppointmentLane.OVERBOOKED);
    Appointment visit = book(clinic.patient(), TEN.plusDays(1));
    assertThat(moveRefusal(visit, TEN, clinic.admin()))
        .as("the day has as many as the policy allows")
        .isEqualTo(SchedulingFailures.LANE_FULL);
  }

  private static RescheduleAppointment beside(Appointment visit, OffsetDateTime start) {
    return new RescheduleAppointment(visit.id(), visit.version(), start, null, null, WHY, null);
  }

  private static FailureCode moveRefusal(Appointment visit, OffsetDateTime start, Caller caller) {
    return clinic.refused(RESCHEDULE_APPOINTMENT, beside(visit, start), caller).code();
  }

  private static List<String> history(Appointment visit) {
    return clinic
        .ask(GET_APPOINTMENT_HISTORY, new GetAppointmentHistory(visit.id()), clinic.frontDesk())
        .changes()
        .stream()
        .map(AppointmentChange::note)
        .toList();
  }

  @Test
  void theTimeOfACancelledExtraVisitIsNotOffered() {
    Appointment extra = overbook(clinic.patient(), TEN, clinic.admin());
    UUID waiting = clinic.patient();
    var that =
        new WaitlistApi.PreferredTimes(
            TEN.toLocalDate(), TEN.toLocalDate(), null, "10:00", "10:00");
    var entry =
        clinic.ask(
            WaitlistApi.JOIN_WAITLIST,
            new WaitlistApi.JoinWaitlist(waiting, doctor, null, that, null),
            clinic.frontDesk());
    cancel(extra);
    assertThat(status(entry.id())).isEqualTo(WaitlistStatus.WAITING.name());
    cancel(regular);
    assertThat(status(entry.id())).isEqualTo(WaitlistStatus.OFFERED.name());
  }

  @Test
  void aRepeatedRequestBooksOnce() {
    var wanted =
        new OverbookAppointment(doctor, clinic.patient(), TEN, null, WHY, UUID.randomUUID() + "");
    Appointment first = clinic.ask(OVERBOOK_APPOINTMENT, wanted, clinic.admin());
    assertThat(clinic.ask(OVERBOOK_APPOINTMENT, wanted, clinic.admin())).isEqualTo(first);
  }

  @Test
  void aMissedExtraVisitIsNotTakenBackWhileAnotherIsInItsPlace() {
    Appointment missed = overbook(clinic.patient(), TEN, clinic.admin());
    clinic.sql("UPDATE scheduling.appointment SET status = 'NO_SHOW' WHERE id = $1", missed.id());
    overbook(clinic.patient(), TEN, clinic.admin());
    clock.set(TEN.plusMinutes(30).toInstant().toString());
    FailureCode refused =
        clinic
            .refused(
                CHANGE_APPOINTMENT_STATUS,
                new ChangeAppointmentStatus(
                    missed.id(), null, AppointmentStatus.CHECKED_IN, "late"),
                clinic.frontDesk())
            .code();
    assertThat(refused).isEqualTo(SchedulingFailures.SLOT_TAKEN);
  }

  private Appointment book(UUID patient, OffsetDateTime start) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, patient, start, null, null),
        clinic.frontDesk());
  }

  private Appointment overbook(UUID patient, OffsetDateTime start, Caller caller) {
    return clinic.ask(OVERBOOK_APPOINTMENT, extra(patient, start), caller);
  }

  private FailureCode refusal(UUID patient, OffsetDateTime start, Caller caller) {
    return clinic.refused(OVERBOOK_APPOINTMENT, extra(patient, start), caller).code();
  }

  private OverbookAppointment extra(UUID patient, OffsetDateTime start) {
    return new OverbookAppointment(doctor, patient, start, null, WHY, null);
  }

  private static Appointment move(Appointment appointment, OffsetDateTime start) {
    return clinic.ask(
        RESCHEDULE_APPOINTMENT,
        new RescheduleAppointment(appointment.id(), appointment.version(), start, null, null),
        clinic.frontDesk());
  }

  private static void cancel(Appointment appointment) {
    clinic.ask(
        CANCEL_APPOINTMENT, new CancelAppointment(appointment.id(), null), clinic.frontDesk());
  }

  private long freeSlots() {
    return clinic
        .ask(
            SlotsApi.LIST_AVAILABLE_SLOTS,
            new SlotsApi.ListAvailableSlots(doctor, TEN.toLocalDate(), null),
            clinic.frontDesk())
        .days()
        .stream()
        .mapToLong(day -> day.slots().size())
        .sum();
  }

  private static String status(UUID entry) {
    return clinic
        .sql("SELECT status FROM scheduling.waitlist_entry WHERE id = $1", entry)
        .iterator()
        .next()
        .getString("status");
  }
}
