package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.HoldsApi.HOLD_SLOT;
import static io.clinibus.scheduling.api.HoldsApi.LIST_HOLDS;
import static io.clinibus.scheduling.api.HoldsApi.RELEASE_HOLD;
import static io.clinibus.scheduling.api.SlotsApi.GET_SCHEDULE;
import static io.clinibus.scheduling.api.SlotsApi.LIST_AVAILABLE_SLOTS;
import static io.clinibus.testing.BusFixture.all;
import static io.clinibus.testing.BusFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.DepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.HoldsApi.ListHolds;
import io.clinibus.scheduling.api.HoldsApi.ReleaseHold;
import io.clinibus.scheduling.api.SchedulingEvents.HoldChanged;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.GetSchedule;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.scheduling.api.SlotsApi.SlotState;
import io.clinibus.testing.BusFixture;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Holds of slots: what they prevent, how they end, and who sees them. */
class HoldsIT extends HoldsFixture {

  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");
  private static final Duration HOLD = Duration.ofMinutes(3);

  @Test
  void bookingOfAHeldSlotByAnotherPatientIsRefused() {
    Hold hold = hold(ada, TEN);
    assertThat(hold.start()).isEqualTo(TEN);
    assertThat(hold.end()).isEqualTo(TEN.plusHours(1));
    assertThat(hold.expiresAt().toInstant()).isEqualTo(clock.instant().plus(HOLD));
    assertThat(states()).containsExactly(SlotState.FREE, SlotState.HELD, SlotState.FREE);
    assertThat(free()).containsExactly("09:00", "11:00");

    Failure booking = clinic.refused(BOOK_APPOINTMENT, booking(ben), clinic.asPatient(ben));
    assertThat(booking.code()).isEqualTo(SchedulingFailures.SLOT_HELD);
    assertThat((List<?>) booking.extensions().get("alternatives")).hasSize(3);
    Failure holding =
        beside.refused(HOLD_SLOT, new HoldSlot(doctor, TEN, null, null), clinic.asPatient(ben));
    assertThat(holding.code()).isEqualTo(SchedulingFailures.SLOT_HELD);
    assertThat((List<?>) holding.extensions().get("alternatives")).hasSize(3);
    assertThat(clinic.refused(BOOK_APPOINTMENT, booking(ben), clinic.frontDesk()).code())
        .isEqualTo(SchedulingFailures.SLOT_HELD);

    Appointment booked = clinic.ask(BOOK_APPOINTMENT, booking(ada), clinic.asPatient(ada));
    assertThat(booked.start()).isEqualTo(TEN);
    assertThat(holds(clinic.asPatient(ada))).isEmpty();
    assertThat(states()).containsExactly(SlotState.FREE, SlotState.TAKEN, SlotState.FREE);
    assertThat(clinic.refused(BOOK_APPOINTMENT, booking(ben), clinic.asPatient(ben)).code())
        .isEqualTo(SchedulingFailures.SLOT_TAKEN);
  }

  @Test
  void aRepeatedHoldRequestReturnsTheSameHold() {
    Hold first = hold(ada, TEN);
    clock.advance(Duration.ofSeconds(20));
    assertThat(hold(ada, TEN)).isEqualTo(first);
    assertThat(holds(clinic.asPatient(ada))).containsExactly(first);
  }

  @Test
  void anOverlappingHoldOfTheSamePatientReplacesTheFirst() {
    UUID overlapping = clinic.doctor(60, 0, BusFixture.weekdays("09:30", "12:30"));
    hold(ada, TEN);
    assertThat(
            clinic.ask(
                HOLD_SLOT,
                new HoldSlot(overlapping, TEN.plusMinutes(30), null, null),
                clinic.asPatient(ada)))
        .as("another doctor's slot at the same hour")
        .isNotNull();
    assertThat(holds(clinic.asPatient(ada))).hasSize(2);
    clinic.sql(
        "UPDATE scheduling.appointment SET starts_at = $2, ends_at = $3, during = tstzrange($2, $3)"
            + " WHERE doctor_id = $1",
        doctor,
        TEN.minusMinutes(30),
        TEN.plusMinutes(30));
    hold(ada, TEN);
    assertThat(holds(clinic.asPatient(ada)))
        .filteredOn(hold -> hold.doctorId().equals(doctor))
        .extracting(Hold::start)
        .containsExactly(TEN);
  }

  @Test
  void aHoldThatOverlapsAVisitOfThePatientIsRefused() {
    UUID other = clinic.doctor();
    clinic.ask(
        BOOK_APPOINTMENT, new BookAppointment(other, ada, TEN, null, null), clinic.asPatient(ada));
    assertThat(
            clinic
                .refused(HOLD_SLOT, new HoldSlot(doctor, TEN, null, null), clinic.asPatient(ada))
                .code())
        .isEqualTo(SchedulingFailures.PATIENT_BUSY);
  }

  @Test
  void aTakenOrUnofferedSlotCannotBeHeld() {
    clinic.ask(BOOK_APPOINTMENT, booking(ben), clinic.frontDesk());
    assertThat(
            clinic
                .refused(HOLD_SLOT, new HoldSlot(doctor, TEN, null, null), clinic.asPatient(ada))
                .code())
        .isEqualTo(SchedulingFailures.SLOT_TAKEN);
    assertThat(
            clinic
                .refused(
                    HOLD_SLOT,
                    new HoldSlot(doctor, TEN.plusHours(4), null, null),
                    clinic.asPatient(ada))
                .code())
        .isEqualTo(SchedulingFailures.SLOT_NOT_OFFERED);
    assertThat(
            clinic
                .refused(
                    HOLD_SLOT,
                    new HoldSlot(doctor, TEN.plusHours(1), UUID.randomUUID(), null),
                    clinic.frontDesk())
                .errors())
        .extracting(FieldError::pointer)
        .containsExactly("/patientId");
    assertThat(
            clinic
                .refused(
                    HOLD_SLOT,
                    new HoldSlot(doctor, TEN.plusHours(1), ben, null),
                    clinic.asPatient(ada))
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void anExpiredHoldIsReleasedAndEveryNodeIsNotified() {
    assertThat(BusFixture.await(beside.send(GET_SCHEDULE, day(), clinic.frontDesk()))).isNotNull();
    Hold hold = hold(ada, TEN);
    clock.advance(HOLD.minusSeconds(1));
    assertThat(clinic.refused(BOOK_APPOINTMENT, booking(ben), clinic.asPatient(ben)).code())
        .isEqualTo(SchedulingFailures.SLOT_HELD);
    clock.advance(Duration.ofSeconds(1));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        clinic.sql(
                            """
                            SELECT payload->>'held' AS held FROM platform.outbox
                             WHERE type = 'scheduling.hold-changed'
                               AND payload->>'holdId' = $1::text ORDER BY xid, id
                            """,
                            hold.id().toString()))
                    .extracting(row -> row.getString("held"))
                    .containsExactly("true", "false"));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        beside.ask(GET_SCHEDULE, day(), clinic.frontDesk()).days().get(0).slots())
                    .allMatch(slot -> slot.state() == SlotState.FREE));
    Awaitility.await()
        .untilAsserted(() -> assertThat(free()).containsExactly("09:00", "10:00", "11:00"));
    clinic.ask(BOOK_APPOINTMENT, booking(ben), clinic.asPatient(ben));
  }

  @Test
  void anExpiredHoldBlocksNoBookingBeforeItsRelease() {
    hold(ada, TEN);
    clinic.sql(
        "UPDATE scheduling.appointment SET expires_at = $2 WHERE doctor_id = $1",
        doctor,
        clock.instant().atOffset(TEN.getOffset()));
    clinic.ask(BOOK_APPOINTMENT, booking(ben), clinic.asPatient(ben));
  }

  @Test
  void aReleasedSlotIsFreeAtOnce() {
    Hold hold = hold(ada, TEN);
    assertThat(
            clinic.refused(RELEASE_HOLD, new ReleaseHold(hold.id()), clinic.asPatient(ben)).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(states()).contains(SlotState.HELD);
    clinic.ask(RELEASE_HOLD, new ReleaseHold(hold.id()), clinic.asPatient(ada));
    assertThat(states()).containsOnly(SlotState.FREE);
    clinic.ask(RELEASE_HOLD, new ReleaseHold(hold.id()), clinic.asPatient(ada));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(HOLD_EVENTS.stream().filter(event -> event.holdId().equals(hold.id())))
                    .extracting(HoldChanged::held)
                    .containsExactly(true, false));
  }

  @Test
  void aHoldOfTheFrontDeskWithoutAPatientIsBookedForAPatient() {
    clinic.ask(HOLD_SLOT, new HoldSlot(doctor, TEN, null, null), clinic.frontDesk());
    clinic.ask(BOOK_APPOINTMENT, booking(ben), clinic.frontDesk());
    assertThat(states()).containsExactly(SlotState.FREE, SlotState.TAKEN, SlotState.FREE);
  }

  @Test
  void anAppointmentMovesIntoAHoldOfItsOwnPatientOnly() {
    Appointment booked = clinic.ask(BOOK_APPOINTMENT, booking(ada), clinic.asPatient(ada));
    Hold bens = hold(ben, TEN.minusHours(1));
    assertThat(
            clinic
                .refused(
                    RESCHEDULE_APPOINTMENT, move(booked, TEN.minusHours(1)), clinic.asPatient(ada))
                .code())
        .isEqualTo(SchedulingFailures.SLOT_HELD);
    hold(ada, TEN.plusHours(1));
    clinic.ask(RESCHEDULE_APPOINTMENT, move(booked, TEN.plusHours(1)), clinic.asPatient(ada));
    assertThat(states()).containsExactly(SlotState.HELD, SlotState.FREE, SlotState.TAKEN);
    assertThat(holds(clinic.asPatient(ben))).containsExactly(bens);
  }

  @Test
  void holdsAreNotListedAsAppointments() {
    Hold hold = hold(ada, TEN);
    assertThat(
            clinic
                .ask(
                    AppointmentsApi.LIST_APPOINTMENTS,
                    new ListAppointments(null, null, doctor, null, null, null, null, null, null),
                    clinic.frontDesk())
                .items())
        .isEmpty();
    assertThat(
            clinic
                .ask(AgendaApi.LIST_UPCOMING, new AgendaApi.ListUpcoming(), clinic.asPatient(ada))
                .items())
        .isEmpty();
    assertThat(
            clinic
                .refused(
                    AppointmentsApi.GET_APPOINTMENT,
                    new GetAppointment(hold.id()),
                    clinic.frontDesk())
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    DepartmentDay board =
        clinic.ask(
            AgendaApi.GET_DEPARTMENT_DAY,
            new GetDepartmentDay(clinic.department(), TUESDAY),
            clinic.frontDesk());
    assertThat(board.visits()).noneMatch(visit -> visit.doctorId().equals(doctor));
    clinic.ask(
        AvailabilityApi.CLOSE_CALENDAR, new AvailabilityApi.CloseCalendar(doctor), clinic.admin());
  }

  @Test
  void theNumberOfHoldsPerUserIsLimited() {
    List<UUID> doctors = doctors(30);
    List<String> atOnce =
        all(doctors.stream().map(id -> outcome(sendHold(id, TEN, clinic.asPatient(ada)))).toList());
    assertThat(atOnce).filteredOn("OK"::equals).hasSize(3);
    assertThat(atOnce).filteredOn("TOO_MANY_HOLDS"::equals).hasSize(27);
    clinic.ask(
        RELEASE_HOLD,
        new ReleaseHold(holds(clinic.asPatient(ada)).get(0).id()),
        clinic.asPatient(ada));
    hold(ada, TEN);
    releaseHoldsOfTheFrontDesk();
    List<String> desk =
        all(
            doctors.stream()
                .map(id -> outcome(sendHold(id, TEN.plusHours(1), clinic.frontDesk())))
                .toList());
    assertThat(desk).filteredOn("OK"::equals).hasSize(20);
    releaseHoldsOfTheFrontDesk();
  }

  private static void releaseHoldsOfTheFrontDesk() {
    for (Hold hold : holds(clinic.frontDesk())) {
      clinic.ask(RELEASE_HOLD, new ReleaseHold(hold.id()), clinic.frontDesk());
    }
  }

  private BookAppointment booking(UUID patient) {
    return new BookAppointment(doctor, patient, TEN, null, null);
  }

  private static RescheduleAppointment move(Appointment booked, OffsetDateTime to) {
    return new RescheduleAppointment(booked.id(), booked.version(), to, null, null);
  }

  private Hold hold(UUID patient, OffsetDateTime start) {
    return BusFixture.await(sendHold(doctor, start, clinic.asPatient(patient)));
  }

  private static List<Hold> holds(Caller caller) {
    return clinic.ask(LIST_HOLDS, new ListHolds(), caller).items();
  }

  private GetSchedule day() {
    return new GetSchedule(doctor, TUESDAY, 1);
  }

  private List<SlotState> states() {
    return clinic.ask(GET_SCHEDULE, day(), clinic.frontDesk()).days().get(0).slots().stream()
        .map(SlotsApi.ScheduleSlot::state)
        .toList();
  }

  private List<String> free() {
    return clinic
        .ask(
            LIST_AVAILABLE_SLOTS, new ListAvailableSlots(doctor, TUESDAY, null), clinic.frontDesk())
        .days()
        .get(0)
        .slots()
        .stream()
        .map(slot -> slot.start().toLocalTime().toString())
        .toList();
  }
}
