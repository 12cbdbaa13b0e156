package io.clinibus.web.live;

/** How often a client may speak: some frames at once, and then a steady few in a second. */
final class FrameRate {

  static final int BURST = 120;
  static final int PER_SECOND = 20;

  private static final double NANOS = 1e9;

  private double left = BURST;
  private long last;

  /**
   * @param now a moment of {@link System#nanoTime()}
   */
  FrameRate(long now) {
    this.last = now;
  }

  /** Counts a frame; false if it is one too many. */
  boolean take(long now) {
    left = Math.min(BURST, left + (now - last) / NANOS * PER_SECOND);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
