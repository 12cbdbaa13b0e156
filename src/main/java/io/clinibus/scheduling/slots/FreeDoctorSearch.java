package io.clinibus.scheduling.slots;

import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.calendar.DayKey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Searches the doctors with a free slot that starts in a range. It reads a few doctors' days at a
 * time, so that other requests are served in between, and no further day of a doctor found free.
 */
final class FreeDoctorSearch {

  /** About a millisecond of an event loop if the days are cached. */
  static final int SLICE = 100;

  private final Function<List<DayKey>, Future<List<FreeSlot>>> slots;
  private final Instant from;
  private final Instant until;
  private final Set<UUID> found = new LinkedHashSet<>();

  /**
   * @param slots the free slots on doctors' days
   */
  FreeDoctorSearch(
      Function<List<DayKey>, Future<List<FreeSlot>>> slots, Instant from, Instant until) {
    this.slots = slots;
    this.from = from;
    this.until = until;
  }

  /** Those of the doctors that are free on one of the days. */
  Future<List<UUID>> search(List<UUID> doctorIds, List<LocalDate> range) {
    Deque<DayKey> unread = new ArrayDeque<>();
    range.forEach(day -> doctorIds.forEach(id -> unread.add(new DayKey(id, day))));
    return search(unread);
  }

  private Future<List<UUID>> search(Deque<DayKey> unread) {
    unread.removeIf(key -> found.contains(key.doctorId()));
    if (unread.isEmpty()) {
      return Future.succeededFuture(List.copyOf(found));
    }
    List<DayKey> slice = unread.stream().limit(SLICE).toList();
    slice.forEach(read -> unread.remove());
    return slots
        .apply(slice)
        .onSuccess(free -> free.stream().filter(this::startsInRange).forEach(this::note))
        .compose(free -> yieldEventLoop())
        .compose(next -> search(unread));
  }

  private void note(FreeSlot slot) {
    found.add(slot.doctorId());
  }

  private boolean startsInRange(FreeSlot slot) {
    Instant start = slot.start().toInstant();
    return !start.isBefore(from) && start.isBefore(until);
  }

  /** Lets other requests be served before what follows. */
  static Future<Void> yieldEventLoop() {
    Context context = Vertx.currentContext();
    if (context == null) {
      return Future.succeededFuture();
    }
    Promise<Void> next = Promise.promise();
    context.runOnContext(next::complete);
    return next.future();
  }
}
