package io.clinibus.scheduling;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.platform.Caches;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

/** Doctors' days, each worked out once for as long as nothing that it follows from has changed. */
final class OfferedDays {

  private static final int REMEMBERED = 4_000;

  private final Cache<DayKey, OfferedDay> memory = Caches.builder().maximumSize(REMEMBERED).build();
  private final Clock clock;

  OfferedDays(Clock clock) {
    this.clock = clock;
  }

  /**
   * What is offered just now.
   *
   * @param state the time other visits and holds take, buffers included
   */
  OfferedDay of(SlotCalendar calendar, LocalDate day, DayState state) {
    Instant now = clock.instant();
    DayKey key = new DayKey(calendar.doctor().doctorId(), day);
    OfferedDay known = memory.getIfPresent(key);
    if (known != null && known.follows(calendar, state, now)) {
      return known;
    }
    OfferedDay fresh = new OfferedDay(calendar, day, state, now);
    memory.put(key, fresh);
    return fresh;
  }
}
