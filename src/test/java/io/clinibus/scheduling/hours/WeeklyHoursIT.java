package io.clinibus.scheduling.hours;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AvailabilityApi.ADD_AVAILABILITY_EXCEPTION;
import static io.clinibus.scheduling.api.AvailabilityApi.CLOSE_CALENDAR;
import static io.clinibus.scheduling.api.AvailabilityApi.LIST_AVAILABILITY_EXCEPTIONS;
import static io.clinibus.scheduling.api.AvailabilityApi.REMOVE_AVAILABILITY_EXCEPTION;
import static io.clinibus.scheduling.api.AvailabilityApi.SET_AVAILABILITY;
import static io.clinibus.scheduling.api.SlotsApi.GET_SCHEDULE;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityDetails;
import io.clinibus.scheduling.api.AvailabilityApi.CloseCalendar;
import io.clinibus.scheduling.api.AvailabilityApi.Conflict;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.AvailabilityApi.ListAvailabilityExceptions;
import io.clinibus.scheduling.api.AvailabilityApi.RemoveAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi.GetSchedule;
import io.clinibus.scheduling.api.SlotsApi.ScheduleSlot;
import io.clinibus.scheduling.api.SlotsApi.SlotState;
import io.clinibus.testing.BusFixture;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Weekly hours of doctors, their leave and extra hours, and the visits that conflict with them. */
class WeeklyHoursIT extends HoursFixture {

  @Test
  void changedHoursApplyAtOnceAndListConflictingAppointments() {
    Appointment booked = book(TEN);
    var afternoons = hours(30, BusFixture.weekdays("14:00", "15:00"));
    var change =
        clinic.ask(SET_AVAILABILITY, set(version(), false, afternoons), clinic.frontDesk());
    assertThat(change.conflicts()).extracting(Conflict::appointmentId).containsExactly(booked.id());
    assertThat(change.availability().version()).isEqualTo(version());
    assertThat(free(doctor, TUESDAY)).containsExactly("14:00", "14:30");
  }

  @Test
  void aDryRunListsConflictsAndChangesNothing() {
    Appointment booked = book(TEN);
    Availability before = availability();
    var none = hours(60);
    var change =
        clinic.ask(SET_AVAILABILITY, set(before.version(), true, none), clinic.frontDesk());
    assertThat(change.conflicts()).extracting(Conflict::appointmentId).containsExactly(booked.id());
    assertThat(availability()).isEqualTo(before);
  }

  @Test
  void hoursAreStoredUnchanged() {
    var windows =
        List.of(
            new WeeklyWindow(DayOfWeek.MONDAY, "08:00", "12:30", null, null),
            new WeeklyWindow(DayOfWeek.FRIDAY, "18:00", "24:00", TUESDAY, TUESDAY.plusDays(30)));
    clinic.ask(
        SET_AVAILABILITY,
        set(version(), false, new AvailabilityDetails(45, 15, windows)),
        clinic.asDoctor(doctor));
    Availability kept = availability();
    assertThat(kept.windows()).isEqualTo(windows);
    assertThat(kept.visitMinutes()).isEqualTo(45);
    assertThat(kept.bufferMinutes()).isEqualTo(15);
    assertThat(free(doctor, LocalDate.parse("2026-11-27")).get(5)).isEqualTo("23:00");
    assertThat(free(doctor, LocalDate.parse("2027-01-01"))).isEmpty();
  }

  @Test
  void aStaleVersionOfHoursIsRefused() {
    long stale = version() - 1;
    assertThat(
            clinic
                .refused(SET_AVAILABILITY, set(stale, false, hours(60)), clinic.frontDesk())
                .code())
        .isEqualTo(CommonFailures.STALE_VERSION);
  }

  @Test
  void theRefusalNamesOverlappingOrBackwardWindows() {
    var overlapping =
        new WeeklyWindow[] {
          new WeeklyWindow(DayOfWeek.MONDAY, "08:00", "12:00", null, null),
          new WeeklyWindow(DayOfWeek.MONDAY, "11:00", "13:00", null, null)
        };
    assertThat(pointer(hours(60, overlapping))).isEqualTo("/windows/1");
    var backward = new WeeklyWindow(DayOfWeek.MONDAY, "12:00", "08:00", null, null);
    assertThat(pointer(hours(60, backward))).isEqualTo("/windows/0/closes");
  }

  @Test
  void doctorsChangeOnlyTheirOwnHours() {
    var other = clinic.asDoctor(clinic.doctor());
    assertThat(clinic.refused(SET_AVAILABILITY, set(version(), false, hours(60)), other).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void leaveRemovesSlotsWithAReasonAndListsConflictingAppointments() {
    Appointment booked = book(TEN);
    var leave = exception(ExceptionKind.LEAVE, at("09:30"), at("10:30"));
    var added = clinic.ask(ADD_AVAILABILITY_EXCEPTION, leave, clinic.asDoctor(doctor));
    assertThat(added.conflicts()).extracting(Conflict::appointmentId).containsExactly(booked.id());
    assertThat(states()).containsExactly(SlotState.LEAVE, SlotState.LEAVE, SlotState.FREE);
    assertThat(
            clinic
                .ask(
                    LIST_AVAILABILITY_EXCEPTIONS,
                    new ListAvailabilityExceptions(doctor, null, null, null),
                    clinic.frontDesk())
                .items())
        .containsExactly(added.exception());
    clinic.ask(
        REMOVE_AVAILABILITY_EXCEPTION,
        new RemoveAvailabilityException(doctor, added.exception().id(), false),
        clinic.frontDesk());
    assertThat(states()).containsExactly(SlotState.FREE, SlotState.TAKEN, SlotState.FREE);
  }

  @Test
  void extraHoursAddSlotsAndTheirRemovalListsConflictingAppointments() {
    var extra = exception(ExceptionKind.EXTRA_HOURS, at("18:00"), at("20:00"));
    var added = clinic.ask(ADD_AVAILABILITY_EXCEPTION, extra, clinic.frontDesk());
    assertThat(free(doctor, TUESDAY)).contains("18:00", "19:00");
    Appointment booked = book(at("18:00"));
    var removal = new RemoveAvailabilityException(doctor, added.exception().id(), true);
    assertThat(clinic.ask(REMOVE_AVAILABILITY_EXCEPTION, removal, clinic.frontDesk()).conflicts())
        .extracting(Conflict::appointmentId)
        .containsExactly(booked.id());
    assertThat(free(doctor, TUESDAY)).contains("19:00");
  }

  @Test
  void theRefusalNamesAnExceptionThatEndsBeforeItStarts() {
    var backward = exception(ExceptionKind.LEAVE, at("10:30"), at("09:30"));
    assertThat(clinic.refused(ADD_AVAILABILITY_EXCEPTION, backward, clinic.frontDesk()).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/end");
  }

  @Test
  void aCalendarWithUpcomingVisitsCannotBeClosed() {
    Appointment booked = book(TEN);
    Failure refused = clinic.refused(CLOSE_CALENDAR, new CloseCalendar(doctor), clinic.admin());
    assertThat(refused.code()).isEqualTo(CommonFailures.IN_USE);
    assertThat(refused.extensions().get("conflicts").toString()).contains(booked.id().toString());
    UUID unbooked = clinic.doctor();
    clinic.ask(CLOSE_CALENDAR, new CloseCalendar(unbooked), clinic.admin());
    assertThat(free(unbooked, TUESDAY)).isEmpty();
    var late = new BookAppointment(unbooked, clinic.patient(), TEN, null, null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, late, clinic.frontDesk()).code())
        .isEqualTo(SchedulingFailures.SLOT_NOT_OFFERED);
  }

  @Test
  void aDryRunOfOverlappingLeaveIsRefused() {
    var leave = exception(ExceptionKind.LEAVE, at("09:30"), at("10:30"));
    clinic.ask(ADD_AVAILABILITY_EXCEPTION, leave, clinic.frontDesk());
    for (boolean dryRun : new boolean[] {true, false}) {
      var overlapping =
          new AddAvailabilityException(
              doctor, dryRun, ExceptionKind.LEAVE, at("10:00"), at("11:00"), null);
      assertThat(clinic.refused(ADD_AVAILABILITY_EXCEPTION, overlapping, clinic.frontDesk()).code())
          .isEqualTo(CommonFailures.ALREADY_EXISTS);
    }
    var adjacent =
        new AddAvailabilityException(
            doctor, true, ExceptionKind.LEAVE, at("10:30"), at("11:00"), null);
    clinic.ask(ADD_AVAILABILITY_EXCEPTION, adjacent, clinic.frontDesk());
  }

  private static AvailabilityDetails hours(int visitMinutes, WeeklyWindow... windows) {
    return new AvailabilityDetails(visitMinutes, 0, List.of(windows));
  }

  @Test
  void extraHoursBeginAndEndWithAMinute() {
    for (OffsetDateTime odd : List.of(at("18:00").plusSeconds(7), at("18:00").plusNanos(1_000))) {
      var start = exception(ExceptionKind.EXTRA_HOURS, odd, at("20:00"));
      var end = exception(ExceptionKind.EXTRA_HOURS, at("17:00"), odd);
      assertThat(notWholeMinutes(start)).isEqualTo("/start");
      assertThat(notWholeMinutes(end)).isEqualTo("/end");
    }
  }

  private String notWholeMinutes(AddAvailabilityException wanted) {
    Failure refusal = clinic.refused(ADD_AVAILABILITY_EXCEPTION, wanted, clinic.frontDesk());
    assertThat(refusal.errors().get(0).code()).isEqualTo("not-whole-minutes");
    return refusal.errors().get(0).pointer();
  }

  private AddAvailabilityException exception(
      ExceptionKind kind, OffsetDateTime start, OffsetDateTime end) {
    return new AddAvailabilityException(doctor, null, kind, start, end, null);
  }

  private List<SlotState> states() {
    return clinic
        .ask(GET_SCHEDULE, new GetSchedule(doctor, TUESDAY, 1), clinic.frontDesk())
        .days()
        .get(0)
        .slots()
        .stream()
        .map(ScheduleSlot::state)
        .toList();
  }
}
