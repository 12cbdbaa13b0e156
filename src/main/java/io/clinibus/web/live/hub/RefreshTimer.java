package io.clinibus.web.live.hub;

/**
 * When a topic is read again without a new event. Moments and durations are nanoseconds of {@link
 * System#nanoTime()}. Used by the hub's thread only.
 */
final class RefreshTimer {

  private static final long NEVER = Long.MAX_VALUE;

  private long due = NEVER;
  private long throttledUntil;
  private long lastChange;

  RefreshTimer(long now) {
    this.throttledUntil = now;
    this.lastChange = now;
  }

  /** Schedules a read, unless one is due sooner. */
  void schedule(long moment) {
    if (due == NEVER || moment - due < 0) {
      due = moment;
    }
  }

  /** A throttled topic has changed: it is read when its pause is over. */
  void scheduleThrottled(long now) {
    lastChange = now;
    schedule(Math.max(now, throttledUntil));
  }

  /**
   * A throttled topic is being read, and not again before a pause. The read may miss a change that
   * came shortly before: in that case another read follows the pause.
   */
  void pause(long now, long nanos) {
    throttledUntil = now + nanos;
    if (now - lastChange < nanos) {
      schedule(throttledUntil);
    }
  }

  /** Whether a scheduled read is due; true once for each. */
  boolean poll(long now) {
    if (due == NEVER || now - due < 0) {
      return false;
    }
    due = NEVER;
    return true;
  }
}
