package io.clinibus.platform.limits;

import io.clinibus.platform.limits.RateLimiter.Decision;
import io.clinibus.platform.limits.RateLimiter.Limit;
import java.time.Duration;

/**
 * The arithmetic of a sliding window kept in two counters: what was counted in the running period,
 * and the part of the period before that still lies within the window, taken as evenly spread.
 */
final class SlidingWindow {

  private SlidingWindow() {}

  /** Whether one more fits. */
  static boolean fits(Limit limit, long before, long running, long elapsedMillis) {
    return free(limit, before, running, elapsedMillis) >= limit.window().toMillis();
  }

  /**
   * @param allowed whether one more was let through
   * @param before how many were counted in the period before
   * @param running how many in the running one, the one just let through included
   * @param elapsedMillis how much of the running period has passed
   */
  static Decision decision(
      Limit limit, boolean allowed, long before, long running, long elapsedMillis) {
    long window = limit.window().toMillis();
    long remaining = Math.floorDiv(free(limit, before, running, elapsedMillis), window);
    long reset = allowed ? window - elapsedMillis : wait(limit, before, running, elapsedMillis);
    return new Decision(
        allowed, allowed ? (int) Math.max(0, remaining) : 0, Duration.ofMillis(Math.max(1, reset)));
  }

  /** The room that is left, where one request takes as much as the window has milliseconds. */
  private static long free(Limit limit, long before, long running, long elapsedMillis) {
    long window = limit.window().toMillis();
    return (limit.requests() - running) * window - before * (window - elapsedMillis);
  }

  /** Milliseconds until one more fits. */
  private static long wait(Limit limit, long before, long running, long elapsedMillis) {
    long window = limit.window().toMillis();
    long room = limit.requests() - 1L;
    return running <= room
        ? fittingSince(before, room - running, window) - elapsedMillis
        : window - elapsedMillis + fittingSince(running, room, window);
  }

  /**
   * The first millisecond of a period at which no more than the room is left of what was before.
   */
  private static long fittingSince(long before, long room, long window) {
    return before <= room ? 0 : window - room * window / before;
  }
}
