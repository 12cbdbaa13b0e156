package io.clinibus.scheduling.hours;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AvailabilityApi.ADD_AVAILABILITY_EXCEPTION;
import static io.clinibus.scheduling.api.AvailabilityApi.CLOSE_CALENDAR;
import static io.clinibus.scheduling.api.AvailabilityApi.GET_AVAILABILITY;
import static io.clinibus.scheduling.api.AvailabilityApi.LIST_AVAILABILITY_EXCEPTIONS;
import static io.clinibus.scheduling.api.AvailabilityApi.REMOVE_AVAILABILITY_EXCEPTION;
import static io.clinibus.scheduling.api.AvailabilityApi.SET_AVAILABILITY;
import static io.clinibus.scheduling.api.ClinicRulesApi.ADD_HOLIDAY;
import static io.clinibus.scheduling.api.ClinicRulesApi.GET_POLICY;
import static io.clinibus.scheduling.api.ClinicRulesApi.LIST_HOLIDAYS;
import static io.clinibus.scheduling.api.ClinicRulesApi.REMOVE_HOLIDAY;
import static io.clinibus.scheduling.api.ClinicRulesApi.SET_POLICY;
import static io.clinibus.scheduling.api.SlotsApi.FIND_FIRST_FREE;
import static io.clinibus.scheduling.api.SlotsApi.FIND_FREE_DOCTORS;
import static io.clinibus.scheduling.api.SlotsApi.GET_SCHEDULE;
import static io.clinibus.scheduling.api.SlotsApi.LIST_AVAILABLE_SLOTS;
import static io.clinibus.scheduling.api.SlotsApi.LIST_DEPARTMENT_SLOTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityDetails;
import io.clinibus.scheduling.api.AvailabilityApi.CloseCalendar;
import io.clinibus.scheduling.api.AvailabilityApi.Conflict;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.AvailabilityApi.GetAvailability;
import io.clinibus.scheduling.api.AvailabilityApi.ListAvailabilityExceptions;
import io.clinibus.scheduling.api.AvailabilityApi.RemoveAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.SetAvailability;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.ClinicRulesApi.AddHoliday;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.api.ClinicRulesApi.GetPolicy;
import io.clinibus.scheduling.api.ClinicRulesApi.ListHolidays;
import io.clinibus.scheduling.api.ClinicRulesApi.Policy;
import io.clinibus.scheduling.api.ClinicRulesApi.PolicyDetails;
import io.clinibus.scheduling.api.ClinicRulesApi.RemoveHoliday;
import io.clinibus.scheduling.api.ClinicRulesApi.SetPolicy;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi.FindFirstFree;
import io.clinibus.scheduling.api.SlotsApi.FindFreeDoctors;
import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.api.SlotsApi.GetSchedule;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.scheduling.api.SlotsApi.ListDepartmentSlots;
import io.clinibus.scheduling.api.SlotsApi.ScheduleSlot;
import io.clinibus.scheduling.api.SlotsApi.SlotState;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Doctors' hours, holidays and policy, seen through the slots they make. */
class WeeklyHoursIT {

  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");
  private static final OffsetDateTime TEN = at("10:00");
  private static BusFixture clinic;

  private UUID doctor;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void someDoctor() {
    doctor = clinic.doctor();
  }

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
  void aHolidayClosesTheClinicUntilRemoved() {
    LocalDate day = LocalDate.parse("2026-12-01");
    Appointment booked = book(TEN.plusDays(7));
    var closed =
        clinic.ask(ADD_HOLIDAY, new AddHoliday(day, "Founders' day", null), clinic.admin());
    assertThat(closed.conflicts()).extracting(Conflict::appointmentId).contains(booked.id());
    assertThat(free(doctor, day)).isEmpty();
    assertThat(
            clinic
                .ask(LIST_HOLIDAYS, new ListHolidays(null, null, null), clinic.frontDesk())
                .items())
        .containsExactly(new ClinicRulesApi.Holiday(day, "Founders' day"));
    clinic.ask(REMOVE_HOLIDAY, new RemoveHoliday(day), clinic.admin());
    assertThat(free(doctor, day)).containsExactly("09:00", "11:00");
  }

  @Test
  void theClinicPolicyAppliesAtOnceAndIsVersioned() {
    Policy before = clinic.ask(GET_POLICY, new GetPolicy(), clinic.admin());
    var contact =
        new ClinicContact(
            "Hauptstraße 1\n10115 Berlin",
            "+49 30 1234567",
            "Monday to Friday, 7 to 20",
            "Clinic plc",
            "https://clinic.example/imprint",
            null);
    var shortHorizon =
        new PolicyDetails(
            before.clinicName(),
            before.zone(),
            0,
            3,
            before.changeCutoffMinutes(),
            60,
            null,
            null,
            null,
            null,
            "999",
            Language.de,
            contact);
    Policy after =
        clinic.ask(SET_POLICY, new SetPolicy(before.version(), shortHorizon), clinic.admin());
    assertThat(free(doctor, TUESDAY)).isNotEmpty();
    assertThat(free(doctor, TUESDAY.plusDays(3))).isEmpty();
    assertThat(after.holdSeconds()).isEqualTo(60);
    assertThat(after.offerMinutes()).isEqualTo(before.offerMinutes());
    assertThat(before.emergencyNumber()).isEqualTo("112");
    assertThat(after.emergencyNumber()).isEqualTo("999");
    assertThat(before.mailLanguage()).isEqualTo(Language.en);
    assertThat(after.mailLanguage()).isEqualTo(Language.de);
    assertThat(before.contact()).isEqualTo(ClinicContact.NONE);
    assertThat(after.contact()).isEqualTo(contact);
    assertThat(
            clinic
                .refused(SET_POLICY, new SetPolicy(before.version(), shortHorizon), clinic.admin())
                .code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    assertThat(
            clinic
                .refused(
                    SET_POLICY,
                    new SetPolicy(after.version() + (1L << 32), shortHorizon),
                    clinic.admin())
                .code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    var restored =
        new PolicyDetails(
            before.clinicName(),
            before.zone(),
            before.minimumNoticeMinutes(),
            before.horizonDays(),
            before.changeCutoffMinutes(),
            before.holdSeconds(),
            before.offerMinutes(),
            before.maxOpenAppointments(),
            before.maxOverbookedPerDay(),
            before.waitlistDays(),
            before.emergencyNumber(),
            before.mailLanguage(),
            ClinicContact.NONE);
    clinic.ask(SET_POLICY, new SetPolicy(after.version(), restored), clinic.admin());
  }

  @Test
  void theRefusalNamesAnUnknownTimeZone() {
    Policy before = clinic.ask(GET_POLICY, new GetPolicy(), clinic.admin());
    var wrong =
        new PolicyDetails(
            "Clinic", "Europe/Atlantis", 0, 3, 0, null, null, null, null, null, null, null, null);
    assertThat(
            clinic
                .refused(SET_POLICY, new SetPolicy(before.version(), wrong), clinic.admin())
                .errors())
        .extracting(FieldError::pointer)
        .containsExactly("/zone");
  }

  @Test
  void anotherTimeZoneIsPreviewedWithoutBeingSet() {
    Policy before = clinic.ask(GET_POLICY, new GetPolicy(), clinic.admin());
    var none = zoneChange(before.zone());
    assertThat(none.appointments()).isZero();
    assertThat(none.doctors()).isZero();
    assertThat(none.shiftMinutes()).isZero();
    long visits = zoneChange("Europe/London").appointments();
    book(TEN);
    var london = zoneChange("Europe/London");
    assertThat(london.appointments()).isEqualTo(visits + 1);
    assertThat(london.doctors()).isPositive();
    assertThat(london.shiftMinutes()).isEqualTo(-60);
    assertThat(london.appointmentsOnAnotherDay()).isZero();
    assertThat(zoneChange("Pacific/Kiritimati").appointmentsOnAnotherDay()).isPositive();
    assertThat(clinic.ask(GET_POLICY, new GetPolicy(), clinic.admin())).isEqualTo(before);
    assertThat(
            clinic
                .refused(
                    ClinicRulesApi.PREVIEW_ZONE_CHANGE,
                    new ClinicRulesApi.PreviewZoneChange("Europe/Atlantis"),
                    clinic.admin())
                .errors())
        .extracting(FieldError::pointer)
        .containsExactly("zone");
  }

  private static ClinicRulesApi.ZoneChange zoneChange(String zone) {
    return clinic.ask(
        ClinicRulesApi.PREVIEW_ZONE_CHANGE,
        new ClinicRulesApi.PreviewZoneChange(zone),
        clinic.admin());
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
  void theFirstFreeSlotsAreThoseOfSeveralDoctors() {
    UUID early = clinic.doctor(60, 0, BusFixture.weekdays("06:00", "07:00"));
    var slots =
        clinic
            .ask(
                FIND_FIRST_FREE,
                new FindFirstFree(clinic.department(), null, null, TEN.minusHours(6), 1, 100),
                clinic.frontDesk())
            .slots();
    assertThat(slots.get(0)).isEqualTo(new FreeSlot(early, at("06:00"), at("07:00")));
    assertThat(slots).extracting(FreeSlot::doctorId).doesNotHaveDuplicates().contains(doctor);
  }

  @Test
  void theFirstFreeSlotIsFoundWeeksAhead() {
    UUID rare =
        clinic.doctor(
            60,
            0,
            new WeeklyWindow(
                DayOfWeek.MONDAY,
                "09:00",
                "10:00",
                LocalDate.parse("2027-01-18"),
                LocalDate.parse("2027-01-18")));
    assertThat(
            clinic
                .ask(
                    FIND_FIRST_FREE,
                    new FindFirstFree(null, null, rare, null, 5, 5),
                    clinic.frontDesk())
                .slots())
        .containsExactly(
            new FreeSlot(
                rare,
                OffsetDateTime.parse("2027-01-18T09:00:00+01:00"),
                OffsetDateTime.parse("2027-01-18T10:00:00+01:00")));
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

  @Test
  void aSearchThatStartsInThePastBeginsNow() {
    var longAgo = OffsetDateTime.parse("0001-01-01T00:00:00Z");
    var slots =
        clinic
            .ask(
                FIND_FIRST_FREE,
                new FindFirstFree(null, null, doctor, longAgo, 1, 1),
                clinic.frontDesk())
            .slots();
    assertThat(slots).hasSize(1);
  }

  @Test
  void theDayOfAnUnknownDepartmentIsNotFound() {
    assertThat(
            clinic
                .refused(
                    LIST_DEPARTMENT_SLOTS,
                    new ListDepartmentSlots(UuidV7.next(), TUESDAY),
                    clinic.frontDesk())
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void theRefusalNamesACursorOfAnotherList() {
    for (String value : List.of("cardiology", "\u0000")) {
      String foreign = cursor(value);
      assertThat(
              clinic
                  .refused(LIST_HOLIDAYS, new ListHolidays(null, 1, foreign), clinic.frontDesk())
                  .errors())
          .extracting(FieldError::pointer)
          .containsExactly("cursor");
      assertThat(
              clinic
                  .refused(
                      LIST_AVAILABILITY_EXCEPTIONS,
                      new ListAvailabilityExceptions(doctor, null, 1, foreign),
                      clinic.frontDesk())
                  .errors())
          .extracting(FieldError::pointer)
          .containsExactly("cursor");
    }
  }

  private static String cursor(String value) {
    byte[] plain = (value + "\n" + UuidV7.next()).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  @Test
  void aDepartmentsDayContainsTheSlotsOfAllItsDoctors() {
    var slots =
        clinic
            .ask(
                LIST_DEPARTMENT_SLOTS,
                new ListDepartmentSlots(clinic.department(), TUESDAY),
                clinic.frontDesk())
            .slots();
    assertThat(slots).filteredOn(slot -> slot.doctorId().equals(doctor)).hasSize(3);
  }

  @Test
  void doctorsWhoAreFreeInARangeAreFound() {
    UUID evenings = clinic.doctor(60, 0, BusFixture.weekdays("18:00", "19:00"));
    var morning = new FindFreeDoctors(at("08:00"), at("12:00"));
    assertThat(clinic.ask(FIND_FREE_DOCTORS, morning, clinic.frontDesk()).doctorIds())
        .contains(doctor)
        .doesNotContain(evenings);
  }

  private static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }

  private Appointment book(OffsetDateTime start) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, clinic.patient(), start, null, null),
        clinic.frontDesk());
  }

  private SetAvailability set(long version, boolean dryRun, AvailabilityDetails details) {
    return new SetAvailability(doctor, version, dryRun, details);
  }

  private static AvailabilityDetails hours(int visitMinutes, WeeklyWindow... windows) {
    return new AvailabilityDetails(visitMinutes, 0, List.of(windows));
  }

  private String pointer(AvailabilityDetails details) {
    return clinic
        .refused(SET_AVAILABILITY, set(version(), false, details), clinic.frontDesk())
        .errors()
        .get(0)
        .pointer();
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

  private Availability availability() {
    return clinic.ask(GET_AVAILABILITY, new GetAvailability(doctor), clinic.frontDesk());
  }

  private long version() {
    return availability().version();
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

  private static List<String> free(UUID doctor, LocalDate day) {
    return clinic
        .ask(LIST_AVAILABLE_SLOTS, new ListAvailableSlots(doctor, day, null), clinic.frontDesk())
        .days()
        .get(0)
        .slots()
        .stream()
        .map(slot -> slot.start().toLocalTime().toString())
        .toList();
  }
}
