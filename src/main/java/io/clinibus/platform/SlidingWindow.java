package io.clinibus.platform;

import io.clinibus.platform.RateLimiter.Decision;
import io.clinibus.platform.RateLimiter.Limit;
import java.time.Duration;

/**
 * The arithmetic of a sliding window kept in two counters: what was counted in the running period,
 * and the part of the period before that still lies within the window, taken as evenly spread.
 */
final class SlidingWindow {

  private SlidingWindow() {}

  /** Whether one more fits. */
  static boolean fits(Limit limit, long before, long running, long elapsedMillis) {
    return used(limit, before, running, elapsedMillis) + 1 <= limit.requests();
  }

  /**
   * @param allowed whether one more was let through
   * @param before how many were counted in the period before
   * @param running how many in the running one, the one just let through included
   * @param elapsedMillis how much of the running period has passed
   */
  static Decision decision(
      Limit limit, boolean allowed, long before, long running, long elapsedMillis) {
    long remaining =
        (long) Math.floor(limit.requests() - used(limit, before, running, elapsedMillis));
    long window = limit.window().toMillis();
    long reset = allowed ? window - elapsedMillis : wait(limit, before, running, elapsedMillis);
    return new Decision(
        allowed, allowed ? (int) Math.max(0, remaining) : 0, Duration.ofMillis(Math.max(1, reset)));
  }

  private static double used(Limit limit, long before, long running, long elapsedMillis) {
    double window = limit.window().toMillis();
    return before * (1 - elapsedMillis / window) + running;
  }

  /** Milliseconds until one more fits, rounded up past what rounding errors could take back. */
  private static long wait(Limit limit, long before, long running, long elapsedMillis) {
    double window = limit.window().toMillis();
    long room = limit.requests() - 1;
    if (running <= room && before > 0) {
      return (long) (window * (1 - (double) (room - running) / before)) + 1 - elapsedMillis;
    }
    double inNext = running == 0 ? 0 : Math.max(0, window * (1 - (double) room / running));
    return (long) (window - elapsedMillis + inNext) + 1;
  }
}
