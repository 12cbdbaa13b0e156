package io.clinibus.web.live.socket;

/** Rate limit of a client's frames: a burst, then a steady rate. */
public final class FrameRate {

  public static final int BURST = 120;
  public static final int PER_SECOND = 20;

  private static final double NANOS = 1e9;

  private double left = BURST;
  private long last;

  /**
   * @param now a moment of {@link System#nanoTime()}
   */
  public FrameRate(long now) {
    this.last = now;
  }

  /** Counts a frame; false if the limit is exceeded. */
  public boolean take(long now) {
    left = Math.min(BURST, left + (now - last) / NANOS * PER_SECOND);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
