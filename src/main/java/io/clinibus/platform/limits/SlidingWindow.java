package io.clinibus.platform.limits;

import io.clinibus.platform.limits.RateLimiter.Decision;
import io.clinibus.platform.limits.RateLimiter.Limit;
import java.time.Duration;

/**
 * The arithmetic of a sliding window kept in two counters: the count of the current period, and the
 * part of the previous period that still lies within the window, assumed to be evenly distributed.
 */
final class SlidingWindow {

  private SlidingWindow() {}

  /** Whether another action is allowed. */
  static boolean fits(Limit limit, long before, long running, long elapsedMillis) {
    return free(limit, before, running, elapsedMillis) >= limit.window().toMillis();
  }

  /**
   * @param allowed whether the action was allowed
   * @param before count of the previous period
   * @param running count of the current period, including the action if allowed
   * @param elapsedMillis how much of the current period has passed
   */
  static Decision decision(
      Limit limit, boolean allowed, long before, long running, long elapsedMillis) {
    long window = limit.window().toMillis();
    long remaining = Math.floorDiv(free(limit, before, running, elapsedMillis), window);
    long reset = allowed ? window - elapsedMillis : wait(limit, before, running, elapsedMillis);
    return new Decision(
        allowed, allowed ? (int) Math.max(0, remaining) : 0, Duration.ofMillis(Math.max(1, reset)));
  }

  /**
   * The remaining capacity, in units where one action takes as many as the window has milliseconds.
   */
  private static long free(Limit limit, long before, long running, long elapsedMillis) {
    long window = limit.window().toMillis();
    return (limit.requests() - running) * window - before * (window - elapsedMillis);
  }

  /** Milliseconds until another action is allowed. */
  private static long wait(Limit limit, long before, long running, long elapsedMillis) {
    long window = limit.window().toMillis();
    long room = limit.requests() - 1L;
    return running <= room
        ? fittingSince(before, room - running, window) - elapsedMillis
        : window - elapsedMillis + fittingSince(running, room, window);
  }

  /**
   * The first millisecond of a period at which the previous one counts for no more than the
   * remaining capacity.
   */
  private static long fittingSince(long before, long room, long window) {
    return before <= room ? 0 : window - room * window / before;
  }
}
