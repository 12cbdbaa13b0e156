package io.clinibus.scheduling.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.calendar.DayKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitlistMatchingTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
  private static final LocalDate HORIZON = TODAY.plusDays(9);
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);
  private static final OffsetDateTime NINE = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");

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
        .startsWith(new DayKey(ONE, TODAY), new DayKey(ONE, TODAY.plusDays(1)))
        .endsWith(new DayKey(TWO, HORIZON))
        .isSortedAccordingTo((a, b) -> a.day().compareTo(b.day()));
  }

  @Test
  void batchesOfDaysCoverAllOfThemOnce() {
    List<WaitlistCandidate> entries = List.of(entry(Set.of(ONE, TWO), null, null));
    List<DayKey> batches = new ArrayList<>();
    for (int skip = 0; skip < 21; skip += 7) {
      List<DayKey> batch = WaitlistMatching.days(entries, TODAY, HORIZON, skip, 7);
      assertThat(batch).hasSize(skip < 14 ? 7 : 6);
      batches.addAll(batch);
    }
    assertThat(batches).isEqualTo(WaitlistMatching.days(entries, TODAY, HORIZON, 0, 100));
    assertThat(WaitlistMatching.days(entries, TODAY, HORIZON, 20, 7)).isEmpty();
  }

  @Test
  void eachEntryGetsTheEarliestTimeThatNoEarlierEntryGets() {
    FreeSlot nine = slot(TWO, NINE);
    FreeSlot ten = slot(ONE, NINE.plusHours(1));
    FreeSlot eleven = slot(ONE, NINE.plusHours(2));
    List<WaitlistCandidate> entries =
        List.of(
            entry(Set.of(ONE, TWO), null, null),
            entry(Set.of(TWO), null, null),
            entry(Set.of(ONE), null, null),
            entry(Set.of(ONE), TODAY.plusDays(1), null));
    List<FreeSlot> free = List.of(eleven, ten, nine);
    assertThat(WaitlistMatching.choose(entries, free, 10)).containsExactlyInAnyOrder(nine, ten);
    assertThat(WaitlistMatching.choose(entries, free, 1)).containsExactly(nine);
  }

  @Test
  void aTimeThatWasFreeAtJoiningIsPassedOver() {
    FreeSlot nine = slot(ONE, NINE);
    FreeSlot ten = slot(ONE, NINE.plusHours(1));
    FreeSlot eleven = slot(ONE, NINE.plusHours(2));
    FreeSlot nineOfAnother = slot(TWO, NINE);
    KnownTimes known = KnownTimes.of(List.of(ten, nine));
    WaitlistCandidate entry = entry(Set.of(ONE, TWO), null, null, known);
    assertThat(WaitlistMatching.choose(List.of(entry), List.of(nine, ten, eleven), 10))
        .containsExactly(eleven);
    assertThat(WaitlistMatching.choose(List.of(entry), List.of(nine, nineOfAnother), 10))
        .containsExactly(nineOfAnother);
    assertThat(known.multiranges())
        .containsExactly("{[2026-11-24T08:00:00Z,2026-11-24T10:00:00Z)}");
  }

  private static WaitlistCandidate entry(Set<UUID> doctors, LocalDate first, LocalDate last) {
    return entry(doctors, first, last, KnownTimes.NONE);
  }

  private static WaitlistCandidate entry(
      Set<UUID> doctors, LocalDate first, LocalDate last, KnownTimes known) {
    return new WaitlistCandidate(
        UUID.randomUUID(),
        Instant.EPOCH,
        doctors,
        first,
        last,
        null,
        null,
        null,
        List.of(),
        Set.of(),
        known);
  }

  private static FreeSlot slot(UUID doctor, OffsetDateTime start) {
    return new FreeSlot(doctor, start, start.plusHours(1));
  }
}
