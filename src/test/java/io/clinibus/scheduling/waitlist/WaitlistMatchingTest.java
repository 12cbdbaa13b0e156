package io.clinibus.scheduling.waitlist;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.lists;
import static io.clinibus.testing.property.Generators.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Language;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.calendar.FreeTime;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.calendar.VisitDay;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.clinibus.testing.property.Generator;
import io.clinibus.testing.property.Property;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitlistMatchingTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
  private static final LocalDate HORIZON = TODAY.plusDays(9);
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);
  private static final UUID SHORT = new UUID(1, 1);
  private static final UUID LONG = new UUID(1, 2);
  private static final UUID DEPARTMENT = new UUID(2, 1);
  private static final Duration BUFFER = Duration.ofMinutes(15);
  private static final OffsetDateTime NINE = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");
  private static final VisitTypeRules LONG_TYPE = type(LONG, 90, Set.of());

  private static final ClinicRules CLINIC =
      new ClinicRules(
          "Clinic",
          ZoneId.of("Europe/Berlin"),
          Duration.ZERO,
          90,
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
          Map.of(SHORT, type(SHORT, 30, Set.of()), LONG, LONG_TYPE),
          1);

  @Test
  void daysOfEachDoctorAreThoseFromTheFirstToTheLastAcceptedWithinTheHorizon() {
    List<WaitlistCandidate> entries =
        List.of(
            entry(Set.of(ONE), TODAY.minusDays(5), TODAY.plusDays(1)),
            entry(Set.of(ONE, TWO), TODAY.plusDays(3), TODAY.plusDays(3)),
            entry(Set.of(TWO), HORIZON, null),
            entry(Set.of(new UUID(0, 3)), HORIZON.plusDays(1), null));
    assertThat(WaitlistMatching.days(entries, TODAY, HORIZON, 0, 100))
        .hasSize(4 + 7)
        .startsWith(new VisitDay(ONE, null, TODAY), new VisitDay(ONE, null, TODAY.plusDays(1)))
        .endsWith(new VisitDay(TWO, null, HORIZON))
        .isSortedAccordingTo((a, b) -> a.day().compareTo(b.day()));
  }

  @Test
  void batchesOfDaysCoverAllOfThemOnce() {
    List<WaitlistCandidate> entries = List.of(entry(Set.of(ONE, TWO), null, null));
    List<VisitDay> batches = new ArrayList<>();
    for (int skip = 0; skip < 21; skip += 7) {
      List<VisitDay> batch = WaitlistMatching.days(entries, TODAY, HORIZON, skip, 7);
      assertThat(batch).hasSize(skip < 14 ? 7 : 6);
      batches.addAll(batch);
    }
    assertThat(batches).isEqualTo(WaitlistMatching.days(entries, TODAY, HORIZON, 0, 100));
    assertThat(WaitlistMatching.days(entries, TODAY, HORIZON, 20, 7)).isEmpty();
  }

  @Test
  void eachEntryGetsTheEarliestTimeThatNoEarlierEntryGets() {
    FreeTime nine = slot(TWO, NINE);
    FreeTime ten = slot(ONE, NINE.plusHours(1));
    FreeTime eleven = slot(ONE, NINE.plusHours(2));
    List<WaitlistCandidate> entries =
        List.of(
            entry(Set.of(ONE, TWO), null, null),
            entry(Set.of(TWO), null, null),
            entry(Set.of(ONE), null, null),
            entry(Set.of(ONE), TODAY.plusDays(1), null));
    List<FreeTime> free = List.of(eleven, ten, nine);
    assertThat(WaitlistMatching.choose(entries, free, 10)).containsExactly(nine, ten);
    assertThat(WaitlistMatching.choose(entries, free, 1)).containsExactly(nine);
  }

  @Test
  void daysAreReadOnceForEachTypeThatIsWaitedFor() {
    List<WaitlistCandidate> entries =
        List.of(
            entry(Set.of(ONE), SHORT, TODAY, TODAY),
            entry(Set.of(ONE), SHORT, TODAY, TODAY.plusDays(1)),
            entry(Set.of(ONE), TODAY, TODAY));
    assertThat(WaitlistMatching.days(entries, TODAY, HORIZON, 0, 100))
        .containsExactly(
            new VisitDay(ONE, null, TODAY),
            new VisitDay(ONE, SHORT, TODAY),
            new VisitDay(ONE, SHORT, TODAY.plusDays(1)));
  }

  @Test
  void doctorsWhoDoNotOfferTheTypeAreNotConsidered() {
    Map<UUID, VisitTypeRules> types = Map.of(SHORT, type(SHORT, 30, Set.of(TWO)), LONG, LONG_TYPE);
    Set<UUID> both = Set.of(ONE, TWO);
    assertThat(entry(both, SHORT, null, null).withOffering(types).doctorIds()).containsExactly(TWO);
    assertThat(entry(both, LONG, null, null).withOffering(types).doctorIds()).isEqualTo(both);
    assertThat(entry(both, new UUID(1, 9), null, null).withOffering(types).doctorIds()).isEmpty();
    assertThat(entry(both, null, null).withOffering(types).doctorIds()).isEqualTo(both);
  }

  @Test
  void timesOfDifferentLengthsDoNotOverlapAndEachEntryGetsTheFirstThatIsLeft() {
    Property.check(
        500,
        draw -> {
          List<WaitlistCandidate> entries = draw.from(lists(candidates(), 0, 8));
          List<FreeTime> free = draw.from(lists(times(), 0, 12));
          List<FreeTime> chosen = WaitlistMatching.choose(entries, free, 5);
          assertThat(chosen).hasSizeLessThanOrEqualTo(5).isSubsetOf(free);

          List<FreeTime> expected = new ArrayList<>();
          for (WaitlistCandidate entry : entries) {
            if (expected.size() < 5) {
              free.stream()
                  .filter(entry::suits)
                  .filter(time -> expected.stream().noneMatch(other -> collide(time, other)))
                  .min(
                      Comparator.comparing((FreeTime time) -> time.visit().start())
                          .thenComparing(FreeTime::doctorId))
                  .ifPresent(expected::add);
            }
          }
          assertThat(chosen.stream().map(time -> time.visit().start()))
              .isEqualTo(expected.stream().map(time -> time.visit().start()).toList());
          for (FreeTime time : chosen) {
            assertThat(chosen).filteredOn(other -> collide(time, other)).containsExactly(time);
            assertThat(entries)
                .anyMatch(entry -> Objects.equals(entry.visitTypeId(), time.visitTypeId()));
          }
        });
  }

  /** With the buffer of a quarter of an hour. */
  private static boolean collide(FreeTime a, FreeTime b) {
    return a.doctorId().equals(b.doctorId())
        && a.visit().start().isBefore(b.visit().end().plus(BUFFER))
        && b.visit().start().isBefore(a.visit().end().plus(BUFFER));
  }

  private static Generator<WaitlistCandidate> candidates() {
    var doctors = of(Set.of(ONE), Set.of(TWO), Set.of(ONE, TWO));
    var types = of(Arrays.asList(null, SHORT, LONG));
    var first = of(Arrays.asList(null, TODAY.plusDays(1)));
    return choices ->
        entry(doctors.generate(choices), types.generate(choices), first.generate(choices), null);
  }

  /** On the grid of 75 minutes; those at one time are of different types. */
  private static Generator<FreeTime> times() {
    var doctors = of(ONE, TWO);
    var types = of(Arrays.asList(null, SHORT, LONG));
    var steps = integers(0, 4);
    var days = integers(0, 1);
    return choices -> {
      UUID doctor = doctors.generate(choices);
      UUID type = types.generate(choices);
      OffsetDateTime start =
          NINE.plusDays(days.generate(choices)).plusMinutes(75L * steps.generate(choices));
      return slot(doctor, type, start);
    };
  }

  @Test
  void aTimeThatWasFreeAtJoiningIsPassedOver() {
    FreeTime nine = slot(ONE, NINE);
    FreeTime ten = slot(ONE, NINE.plusHours(1));
    FreeTime eleven = slot(ONE, NINE.plusHours(2));
    FreeTime nineOfAnother = slot(TWO, NINE);
    KnownTimes known = KnownTimes.of(List.of(ten, nine));
    WaitlistCandidate entry = entry(Set.of(ONE, TWO), null, null, null, known);
    assertThat(WaitlistMatching.choose(List.of(entry), List.of(nine, ten, eleven), 10))
        .containsExactly(eleven);
    assertThat(WaitlistMatching.choose(List.of(entry), List.of(nine, nineOfAnother), 10))
        .containsExactly(nineOfAnother);
    assertThat(known.multiranges())
        .containsExactly("{[2026-11-24T08:00:00Z,2026-11-24T10:00:00Z)}");
  }

  private static WaitlistCandidate entry(Set<UUID> doctors, LocalDate first, LocalDate last) {
    return entry(doctors, null, first, last, KnownTimes.NONE);
  }

  private static WaitlistCandidate entry(
      Set<UUID> doctors, UUID type, LocalDate first, LocalDate last) {
    return entry(doctors, type, first, last, KnownTimes.NONE);
  }

  private static WaitlistCandidate entry(
      Set<UUID> doctors, UUID type, LocalDate first, LocalDate last, KnownTimes known) {
    return new WaitlistCandidate(
        UUID.randomUUID(),
        Instant.EPOCH,
        doctors,
        type,
        first,
        last,
        null,
        null,
        null,
        List.of(),
        Set.of(),
        known);
  }

  private static FreeTime slot(UUID doctor, OffsetDateTime start) {
    return slot(doctor, null, start);
  }

  private static FreeTime slot(UUID doctor, UUID type, OffsetDateTime start) {
    SlotCalendar calendar =
        new SlotCalendar(
                CLINIC,
                new DoctorRules(
                    doctor,
                    DEPARTMENT,
                    Duration.ofHours(1),
                    BUFFER,
                    List.of(),
                    List.of(),
                    false,
                    1))
            .forType(type);
    return new FreeTime(calendar, TimeRange.of(start.toInstant(), calendar.length()));
  }

  private static VisitTypeRules type(UUID id, int minutes, Set<UUID> doctors) {
    return new VisitTypeRules(
        id, Duration.ofMinutes(minutes), true, true, Set.of(DEPARTMENT), doctors, List.of());
  }
}
