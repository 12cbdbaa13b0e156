package io.clinibus.scheduling.calendar;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.lists;
import static io.clinibus.testing.property.Generators.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Language;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.api.SlotsApi.SlotState;
import io.clinibus.scheduling.calendar.SlotCalendar.CalendarSlot;
import io.clinibus.scheduling.slots.DaySlots;
import io.clinibus.testing.property.Generator;
import io.clinibus.testing.property.Property;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlotCalendarTest {

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final int EVER = 100_000;
  private static final UUID DEPARTMENT = new UUID(0, 2);

  /** A calendar and a day on which something about the clock may happen. */
  record Case(SlotCalendar calendar, LocalDate day, List<TimeRange> occupied) {

    List<CalendarSlot> slots() {
      return calendar.slots(day, taken(occupied), LONG_AGO);
    }
  }

  @Test
  void slotsOfADayAreInOrderAndKeepTheBufferFree() {
    Property.check(
        draw -> {
          Case c = draw.from(cases());
          List<CalendarSlot> slots = c.slots();
          for (int i = 1; i < slots.size(); i++) {
            TimeRange before = slots.get(i - 1).time();
            assertThat(before.overlaps(slots.get(i).time())).isFalse();
            assertThat(before.start()).isBefore(slots.get(i).time().start());
          }
        });
  }

  @Test
  void everySlotLastsOneVisitAndStartsOnItsDay() {
    Property.check(
        draw -> {
          Case c = draw.from(cases());
          for (CalendarSlot slot : c.slots()) {
            assertThat(Duration.between(slot.time().start(), slot.time().end()))
                .isEqualTo(c.calendar().doctor().visit());
            assertThat(c.calendar().clinic().dayOf(slot.time().start())).isEqualTo(c.day());
          }
        });
  }

  @Test
  void aFreeSlotIsWithinHoursAndOverlapsNothing() {
    Property.check(
        draw -> {
          Case c = draw.from(cases());
          for (CalendarSlot slot : c.slots()) {
            if (slot.isFree()) {
              assertThat(c.calendar().isOpen(slot.time())).isTrue();
              TimeRange needed = c.calendar().doctor().occupied(slot.time());
              assertThat(c.occupied()).noneMatch(needed::overlaps);
            }
          }
        });
  }

  @Test
  void anOccupiedTimeChangesOnlyTheDaysReportedAsAffected() {
    Property.check(
        draw -> {
          Case c = draw.from(cases());
          for (TimeRange range : c.occupied()) {
            List<LocalDate> affected = c.calendar().affectedDays(range);
            LocalDate around = c.calendar().clinic().dayOf(range.start());
            around
                .minusDays(2)
                .datesUntil(around.plusDays(3))
                .filter(day -> !affected.contains(day))
                .forEach(
                    day ->
                        assertThat(c.calendar().slots(day, taken(List.of(range)), LONG_AGO))
                            .isEqualTo(c.calendar().slots(day, DayState.EMPTY, LONG_AGO)));
          }
        });
  }

  @Test
  void everyFreeSlotIsFoundByItsStart() {
    Property.check(
        draw -> {
          Case c = draw.from(cases());
          for (CalendarSlot slot : c.slots()) {
            if (slot.isFree()) {
              assertThat(c.calendar().slotAt(slot.time().start(), LONG_AGO)).contains(slot);
            }
          }
        });
  }

  @Test
  void pastSlotsAreNeverOffered() {
    Property.check(
        draw -> {
          Case c = draw.from(cases());
          for (CalendarSlot slot : c.slots()) {
            Instant start = slot.time().start();
            assertThat(c.calendar().slots(c.day(), taken(c.occupied()), start))
                .filteredOn(CalendarSlot::isFree)
                .allMatch(later -> later.time().start().isAfter(start));
          }
        });
  }

  @Test
  void leaveRemovesSlotsAndExtraHoursAddSlots() {
    Property.check(
        draw -> {
          Case c = draw.from(cases());
          SlotCalendar away = with(c, ExceptionKind.LEAVE, c.calendar().clinic().wholeDay(c.day()));
          assertThat(away.slots(c.day(), DayState.EMPTY, LONG_AGO)).noneMatch(CalendarSlot::isFree);
          SlotCalendar more =
              with(c, ExceptionKind.EXTRA_HOURS, c.calendar().clinic().wholeDay(c.day()));
          assertThat(more.slots(c.day(), DayState.EMPTY, LONG_AGO))
              .containsAll(free(c.calendar().slots(c.day(), DayState.EMPTY, LONG_AGO)));
        });
  }

  @Test
  void theOfferIsUnchangedUntilItsStatedExpiry() {
    Property.check(
        draw -> {
          Case c = draw.from(cases());
          int minutes = draw.from(integers(-3 * 1440, 1440));
          int notice = draw.from(integers(0, 180));
          int horizon = draw.from(integers(0, 3));
          SlotCalendar calendar = bounded(c.calendar(), notice, horizon);
          DayState state = taken(c.occupied());
          Instant now = calendar.clinic().wholeDay(c.day()).start().plusSeconds(60L * minutes);
          var offered = new DaySlots(calendar, c.day(), state, now);
          Instant until = calendar.validUntil(offered.slots(), now);
          for (Instant later : List.of(now, until.minusNanos(1))) {
            assertThat(offered.follows(calendar, state, later)).isTrue();
            assertThat(calendar.slots(c.day(), state, later)).isEqualTo(offered.slots());
          }
          assertThat(offered.follows(calendar, state, until)).isFalse();
          assertThat(offered.follows(calendar, state, now.minusNanos(1))).isFalse();
          assertThat(offered.follows(calendar, taken(c.occupied()), now)).isFalse();
          assertThat(offered.follows(bounded(calendar, notice, horizon), state, now)).isFalse();
        });
  }

  @Test
  void berlinSkipsTwoToThreeInSpring() {
    assertThat(starts("Europe/Berlin", "2026-03-29", "01:00", "04:00", 60))
        .containsExactly("01:00+01:00", "03:00+02:00");
  }

  @Test
  void berlinRepeatsTwoToThreeInAutumn() {
    assertThat(starts("Europe/Berlin", "2026-10-25", "01:00", "04:00", 60))
        .containsExactly("01:00+02:00", "02:00+02:00", "02:00+01:00", "03:00+01:00");
  }

  @Test
  void newYorkChangesOnOtherDays() {
    assertThat(starts("America/New_York", "2026-03-08", "01:00", "04:00", 60))
        .containsExactly("01:00-05:00", "03:00-04:00");
    assertThat(starts("America/New_York", "2026-11-01", "01:30", "02:00", 30))
        .containsExactly("01:30-04:00", "01:00-05:00", "01:30-05:00");
  }

  @Test
  void lordHoweShiftsByHalfAnHour() {
    assertThat(starts("Australia/Lord_Howe", "2026-10-04", "01:30", "03:00", 30))
        .containsExactly("01:30+10:30", "02:30+11:00");
    assertThat(starts("Australia/Lord_Howe", "2026-04-05", "01:30", "02:00", 30))
        .containsExactly("01:30+11:00", "01:30+10:30");
  }

  @Test
  void kolkataNeverChanges() {
    assertThat(starts("Asia/Kolkata", "2026-03-29", "01:00", "04:00", 60))
        .containsExactly("01:00+05:30", "02:00+05:30", "03:00+05:30");
  }

  @Test
  void aWindowInsideTheSkippedHourIsEmptyAndOneThatEndsThereIsCutShort() {
    assertThat(starts("Europe/Berlin", "2026-03-29", "02:00", "03:00", 30)).isEmpty();
    assertThat(starts("Europe/Berlin", "2026-03-29", "01:00", "02:30", 30))
        .containsExactly("01:00+01:00", "01:30+01:00");
  }

  @Test
  void aHolidayClosesWeeklyHoursButNotExtraHours() {
    LocalDate day = LocalDate.parse("2026-11-24");
    ClinicRules clinic = clinic("Europe/Berlin", Map.of(day, "Founders' day"));
    DoctorRules doctor = doctor(60, 0, List.of(window(day, "09:00", "11:00")), List.of());
    assertThat(new SlotCalendar(clinic, doctor).slots(day, DayState.EMPTY, LONG_AGO))
        .extracting(CalendarSlot::state)
        .containsExactly(SlotState.HOLIDAY, SlotState.HOLIDAY);
    var onCall =
        new DoctorRules.Exception(
            ExceptionKind.EXTRA_HOURS,
            new TimeRange(
                Instant.parse("2026-11-24T09:00:00Z"), Instant.parse("2026-11-24T10:00:00Z")));
    DoctorRules extra = doctor(60, 0, List.of(window(day, "09:00", "11:00")), List.of(onCall));
    assertThat(new SlotCalendar(clinic, extra).slots(day, DayState.EMPTY, LONG_AGO))
        .extracting(CalendarSlot::state)
        .containsExactly(SlotState.HOLIDAY, SlotState.FREE);
  }

  @Test
  void minimumNoticeAndHorizonAreRespected() {
    LocalDate day = LocalDate.parse("2026-11-24");
    ClinicRules clinic =
        new ClinicRules(
            "Clinic",
            ZoneId.of("Europe/Berlin"),
            Duration.ofHours(1),
            7,
            Duration.ZERO,
            Duration.ofMinutes(3),
            Duration.ofMinutes(30),
            5,
            2,
            90,
            "112",
            Language.en,
            ClinicContact.NONE,
            Map.of(),
            Map.of(),
            1);
    DoctorRules doctor = doctor(60, 0, List.of(window(day, "09:00", "12:00")), List.of());
    SlotCalendar calendar = new SlotCalendar(clinic, doctor);
    assertThat(calendar.slots(day, DayState.EMPTY, Instant.parse("2026-11-24T08:30:00Z")))
        .extracting(CalendarSlot::state)
        .containsExactly(SlotState.PAST, SlotState.TOO_SOON, SlotState.FREE);
    assertThat(calendar.slots(day, DayState.EMPTY, Instant.parse("2026-11-16T08:30:00Z")))
        .allMatch(slot -> slot.state() == SlotState.BEYOND_HORIZON);
  }

  static Generator<Case> cases() {
    Generator<LocalDate> days =
        of(
            Arrays.stream(
                    new String[] {
                      "2026-03-29",
                      "2026-10-25",
                      "2026-03-08",
                      "2026-11-01",
                      "2026-10-04",
                      "2026-04-05",
                      "2026-11-24",
                      "2026-10-24",
                      "2026-10-26"
                    })
                .map(LocalDate::parse)
                .toList());
    Generator<ClinicRules> clinics =
        of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
            .map(zone -> clinic(zone, Map.of()));
    return choices ->
        aCase(
            clinics.generate(choices),
            days.generate(choices),
            integers(1, 24).generate(choices) * 5,
            integers(0, 6).generate(choices) * 5,
            integers(0, 40).generate(choices),
            integers(1, 30).generate(choices),
            lists(integers(0, 49), 0, 3).generate(choices));
  }

  private static Case aCase(
      ClinicRules clinic,
      LocalDate day,
      int visit,
      int buffer,
      int firstHalfHour,
      int halfHours,
      List<Integer> occupiedHalfHours) {
    LocalTime opens = LocalTime.of(firstHalfHour / 2, firstHalfHour % 2 * 30);
    LocalTime closes = firstHalfHour + halfHours >= 48 ? null : opens.plusMinutes(30L * halfHours);
    var window = new DoctorRules.Window(day.getDayOfWeek(), opens, closes, null, null);
    Instant midnight = clinic.wholeDay(day).start();
    List<TimeRange> occupied =
        occupiedHalfHours.stream()
            .map(
                half -> TimeRange.of(midnight.plusSeconds(half * 1800L), Duration.ofMinutes(visit)))
            .toList();
    return new Case(
        new SlotCalendar(clinic, doctor(visit, buffer, List.of(window), List.of())), day, occupied);
  }

  /**
   * Cases for visits of a type.
   *
   * @param overMidnight whether there are extra hours that end on the next day
   */
  private static Generator<Case> typedCases(boolean overMidnight) {
    Generator<Case> cases = cases();
    Generator<Integer> lengths = integers(1, 96).map(fives -> fives * 5);
    return choices -> {
      Case c = cases.generate(choices);
      Instant evening = c.calendar().clinic().wholeDay(c.day()).end().minusSeconds(4 * 3600);
      Duration extra = Duration.ofMinutes(integers(1, 96).generate(choices) * 5L);
      SlotCalendar calendar =
          overMidnight
              ? with(c, ExceptionKind.EXTRA_HOURS, TimeRange.of(evening, extra))
              : c.calendar();
      return new Case(ofLength(calendar, lengths.generate(choices)), c.day(), c.occupied());
    };
  }

  private static SlotCalendar ofLength(SlotCalendar calendar, int minutes) {
    UUID id = new UUID(0, 3);
    var type =
        new VisitTypeRules(
            id,
            Duration.ofMinutes(minutes),
            true,
            true,
            Set.of(DEPARTMENT),
            Set.of(calendar.doctor().doctorId()),
            List.of());
    ClinicRules clinic = calendar.clinic();
    return new SlotCalendar(
            clinic(clinic.zone().getId(), clinic.holidays(), Map.of(id, type)), calendar.doctor())
        .forType(id);
  }

  @Test
  void aVisitOfATypeStartsOnTheGridWhereItsLengthFits() {
    Property.check(
        draw -> {
          Case c = draw.from(typedCases(false));
          SlotCalendar own = c.calendar().forType(null);
          List<Instant> expected =
              own.slots(c.day(), DayState.EMPTY, LONG_AGO).stream()
                  .map(slot -> TimeRange.of(slot.time().start(), c.calendar().length()))
                  .filter(own::isOpen)
                  .filter(
                      visit ->
                          c.calendar().length().compareTo(own.length()) <= 0
                              || !visit.end().isAfter(own.clinic().wholeDay(c.day()).end()))
                  .map(TimeRange::start)
                  .toList();
          assertThat(c.slots())
              .extracting(slot -> slot.time().start())
              .containsExactlyElementsOf(expected);
          assertThat(c.slots())
              .allMatch(
                  slot ->
                      slot.time().equals(TimeRange.of(slot.time().start(), c.calendar().length())));
        });
  }

  @Test
  void aFreeSlotOfATypeOverlapsNothing() {
    Property.check(
        draw -> {
          Case c = draw.from(typedCases(true));
          for (CalendarSlot slot : c.slots()) {
            TimeRange needed = c.calendar().doctor().occupied(slot.time());
            assertThat(slot.isFree()).isEqualTo(c.occupied().stream().noneMatch(needed::overlaps));
          }
        });
  }

  @Test
  void anOccupiedTimeChangesSlotsOfATypeOnlyOnTheAffectedDays() {
    Property.check(
        draw -> {
          Case c = draw.from(typedCases(true));
          for (TimeRange range : c.occupied()) {
            // The doctor's own calendar decides the days: bookings of any type are published to
            // all.
            List<LocalDate> affected = c.calendar().forType(null).affectedDays(range);
            LocalDate around = c.calendar().clinic().dayOf(range.start());
            around
                .minusDays(2)
                .datesUntil(around.plusDays(3))
                .filter(day -> !affected.contains(day))
                .forEach(
                    day ->
                        assertThat(c.calendar().slots(day, taken(List.of(range)), LONG_AGO))
                            .isEqualTo(c.calendar().slots(day, DayState.EMPTY, LONG_AGO)));
          }
        });
  }

  @Test
  void aTypeIsOfferedInItsDepartmentsByItsDoctors() {
    SlotCalendar calendar =
        ofLength(
            new SlotCalendar(
                clinic("Europe/Berlin", Map.of()), doctor(30, 0, List.of(), List.of())),
            30);
    assertThat(calendar.isOffered()).isTrue();
    VisitTypeRules type = calendar.type().orElseThrow();
    assertThat(type.isOfferedBy(DoctorRules.none(new UUID(0, 1)))).isFalse();
    assertThat(
            new VisitTypeRules(
                    type.id(), type.length(), true, true, Set.of(DEPARTMENT), Set.of(), List.of())
                .isOfferedBy(calendar.doctor()))
        .isTrue();
    assertThat(
            new VisitTypeRules(
                    type.id(),
                    type.length(),
                    true,
                    true,
                    Set.of(DEPARTMENT),
                    Set.of(new UUID(0, 9)),
                    List.of())
                .isOfferedBy(calendar.doctor()))
        .isFalse();
  }

  @Test
  void aHeldSlotIsNotFreeAndATakenSlotIsNotHeld() {
    Property.check(
        200,
        draw -> {
          Case c = draw.from(cases());
          var held = new DayState(0, List.of(), c.occupied());
          List<SlotState> takenStates = c.slots().stream().map(CalendarSlot::state).toList();
          assertThat(c.calendar().slots(c.day(), held, LONG_AGO).stream().map(CalendarSlot::state))
              .isEqualTo(
                  takenStates.stream()
                      .map(state -> state == SlotState.TAKEN ? SlotState.HELD : state)
                      .toList());
          var both = new DayState(0, c.occupied(), c.occupied());
          assertThat(c.calendar().slots(c.day(), both, LONG_AGO)).isEqualTo(c.slots());
        });
  }

  private static SlotCalendar with(Case c, ExceptionKind kind, TimeRange during) {
    DoctorRules doctor = c.calendar().doctor();
    return new SlotCalendar(
        c.calendar().clinic(),
        doctor(
            (int) doctor.visit().toMinutes(),
            (int) doctor.buffer().toMinutes(),
            doctor.windows(),
            List.of(new DoctorRules.Exception(kind, during))));
  }

  private static SlotCalendar bounded(SlotCalendar calendar, int noticeMinutes, int horizonDays) {
    ClinicRules clinic = calendar.clinic();
    return new SlotCalendar(
        new ClinicRules(
            clinic.name(),
            clinic.zone(),
            Duration.ofMinutes(noticeMinutes),
            horizonDays,
            clinic.changeCutoff(),
            clinic.hold(),
            clinic.offer(),
            5,
            2,
            90,
            "112",
            Language.en,
            ClinicContact.NONE,
            clinic.holidays(),
            Map.of(),
            clinic.version()),
        calendar.doctor());
  }

  private static DayState taken(List<TimeRange> occupied) {
    return new DayState(0, occupied, List.of());
  }

  private static List<CalendarSlot> free(List<CalendarSlot> slots) {
    return slots.stream().filter(CalendarSlot::isFree).toList();
  }

  private static List<String> starts(
      String zone, String day, String opens, String closes, int visit) {
    LocalDate date = LocalDate.parse(day);
    ClinicRules clinic = clinic(zone, Map.of());
    DoctorRules doctor = doctor(visit, 0, List.of(window(date, opens, closes)), List.of());
    return new SlotCalendar(clinic, doctor)
        .slots(date, DayState.EMPTY, LONG_AGO).stream()
            .map(slot -> clinic.local(slot.time().start()).toOffsetTime().toString())
            .toList();
  }

  private static ClinicRules clinic(String zone, Map<LocalDate, String> holidays) {
    return clinic(zone, holidays, Map.of());
  }

  private static ClinicRules clinic(
      String zone, Map<LocalDate, String> holidays, Map<UUID, VisitTypeRules> visitTypes) {
    return new ClinicRules(
        "Clinic",
        ZoneId.of(zone),
        Duration.ZERO,
        EVER,
        Duration.ZERO,
        Duration.ofMinutes(3),
        Duration.ofMinutes(30),
        5,
        2,
        90,
        "112",
        Language.en,
        ClinicContact.NONE,
        holidays,
        visitTypes,
        1);
  }

  private static DoctorRules doctor(
      int visit,
      int buffer,
      List<DoctorRules.Window> windows,
      List<DoctorRules.Exception> exceptions) {
    return new DoctorRules(
        new UUID(0, 1),
        DEPARTMENT,
        Duration.ofMinutes(visit),
        Duration.ofMinutes(buffer),
        windows,
        exceptions,
        false,
        1);
  }

  private static DoctorRules.Window window(LocalDate day, String opens, String closes) {
    DayOfWeek weekday = day.getDayOfWeek();
    return new DoctorRules.Window(
        weekday, LocalTime.parse(opens), LocalTime.parse(closes), null, null);
  }
}
