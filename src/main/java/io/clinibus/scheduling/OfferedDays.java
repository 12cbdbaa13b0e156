package io.clinibus.scheduling;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.platform.Caches;
import io.clinibus.scheduling.SchedulingApi.DoctorSlots;
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
    OfferedDay known = known(calendar, day, state, now);
    if (known != null) {
      return known;
    }
    OfferedDay fresh = new OfferedDay(calendar, day, state, now);
    memory.put(key(calendar, day), fresh);
    return fresh;
  }

  /** Whether just these free slots are what is offered just now. On any thread. */
  boolean holds(SlotCalendar calendar, LocalDate day, DayState state, DoctorSlots free) {
    OfferedDay known = known(calendar, day, state, clock.instant());
    return known != null && known.hasToldOf(free);
  }

  private OfferedDay known(SlotCalendar calendar, LocalDate day, DayState state, Instant now) {
    OfferedDay known = memory.getIfPresent(key(calendar, day));
    return known != null && known.follows(calendar, state, now) ? known : null;
  }

  private static DayKey key(SlotCalendar calendar, LocalDate day) {
    return new DayKey(calendar.doctor().doctorId(), day);
  }
}
