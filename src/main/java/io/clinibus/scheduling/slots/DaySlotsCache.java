package io.clinibus.scheduling.slots;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.scheduling.api.SlotsApi.DoctorSlots;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** Cache of computed slots per doctor, day and type of visits, keyed by day and rule versions. */
public final class DaySlotsCache {

  private static final int REMEMBERED = 4_000;

  private record Key(UUID doctorId, LocalDate day, UUID visitTypeId) {}

  private final Cache<Key, DaySlots> memory =
      CaffeineFactory.builder().maximumSize(REMEMBERED).build();
  private final Clock clock;

  public DaySlotsCache(Clock clock) {
    this.clock = clock;
  }

  /**
   * The current slots.
   *
   * @param state the time of other visits and holds, buffers included
   */
  public DaySlots of(SlotCalendar calendar, LocalDate day, DayState state) {
    Instant now = clock.instant();
    DaySlots known = known(calendar, day, state, now);
    if (known != null) {
      return known;
    }
    DaySlots fresh = new DaySlots(calendar, day, state, now);
    memory.put(key(calendar, day), fresh);
    return fresh;
  }

  /** Whether these free slots are the current ones. Callable on any thread. */
  boolean holds(SlotCalendar calendar, LocalDate day, DayState state, DoctorSlots free) {
    DaySlots known = known(calendar, day, state, clock.instant());
    return known != null && known.hasToldOf(free);
  }

  private DaySlots known(SlotCalendar calendar, LocalDate day, DayState state, Instant now) {
    DaySlots known = memory.getIfPresent(key(calendar, day));
    return known != null && known.follows(calendar, state, now) ? known : null;
  }

  private static Key key(SlotCalendar calendar, LocalDate day) {
    UUID visitTypeId = calendar.type().map(VisitTypeRules::id).orElse(null);
    return new Key(calendar.doctor().doctorId(), day, visitTypeId);
  }
}
