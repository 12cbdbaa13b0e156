package io.clinibus.scheduling.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.testing.DomainFixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much a search for free doctors reads at a time. */
class FreeDoctorSearchTest {

  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final List<LocalDate> FORTNIGHT = MONDAY.datesUntil(MONDAY.plusDays(14)).toList();
  private static final List<UUID> DOCTORS = Stream.generate(UUID::randomUUID).limit(500).toList();
  private static final Instant FROM = at(MONDAY, 9).toInstant();
  private static final Instant UNTIL = at(MONDAY.plusDays(14), 9).toInstant();

  private final Vertx vertx = Vertx.vertx();
  private final List<List<DayKey>> slices = new ArrayList<>();
  private final AtomicInteger othersServed = new AtomicInteger();

  @AfterEach
  void stop() {
    DomainFixture.await(vertx.close());
  }

  @Test
  void aDoctorFoundFreeIsNotReadAgain() {
    assertThat(search(9)).containsExactlyInAnyOrderElementsOf(DOCTORS);
    assertThat(slices.stream().mapToInt(List::size).sum()).isEqualTo(DOCTORS.size());
  }

  @Test
  void slotsOutsideTheRangeDoNotCount() {
    assertThat(search(8))
        .as("the first slot before the range is on Monday")
        .containsExactlyInAnyOrderElementsOf(DOCTORS);
    assertThat(slices.stream().mapToInt(List::size).sum()).isEqualTo(2 * DOCTORS.size());
  }

  @Test
  void aSliceIsBoundedAndOtherWorkRunsBetweenSlices() {
    assertThat(search(-1)).isEmpty();
    assertThat(slices.stream().mapToInt(List::size).sum())
        .isEqualTo(DOCTORS.size() * FORTNIGHT.size());
    assertThat(slices).allMatch(slice -> slice.size() <= FreeDoctorSearch.SLICE);
    assertThat(othersServed).hasValue(slices.size());
  }

  /** Each doctor has a slot at this hour of each day, or none if it is negative. */
  private List<UUID> search(int hour) {
    var search = new FreeDoctorSearch(keys -> read(keys, hour), FROM, UNTIL);
    return DomainFixture.await(
        Future.future(
            result ->
                vertx.runOnContext(begun -> search.search(DOCTORS, FORTNIGHT).onComplete(result))));
  }

  private Future<List<FreeSlot>> read(List<DayKey> keys, int hour) {
    assertThat(othersServed).as("work queued by the previous slice").hasValue(slices.size());
    slices.add(keys);
    Vertx.currentContext().runOnContext(queued -> othersServed.incrementAndGet());
    return Future.succeededFuture(
        hour < 0
            ? List.of()
            : keys.stream()
                .map(
                    key ->
                        new FreeSlot(key.doctorId(), at(key.day(), hour), at(key.day(), hour + 1)))
                .toList());
  }

  private static OffsetDateTime at(LocalDate day, int hour) {
    return day.atTime(hour, 0).atOffset(ZoneOffset.UTC);
  }
}
