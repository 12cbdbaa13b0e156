package io.clinibus.scheduling.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * Expects how long patients wait for one doctor, from how long the doctor's visits of the day have
 * lasted. The lower bound holds for half of the patients, the upper one for four of five.
 */
final class WaitEstimate {

  /** How long the visits of a doctor last: half of them, and four of five. */
  record Pace(Duration half, Duration most) {

    /** Fewer visits say nothing about those to come. */
    private static final int FEWEST = 3;

    /**
     * @param visits how many visits are over
     * @param planned how long a visit should last
     */
    static Pace of(int visits, Duration half, Duration most, Duration planned) {
      return visits < FEWEST
          ? new Pace(planned, planned.multipliedBy(3).dividedBy(2))
          : new Pace(half, most);
    }
  }

  /** Expected minutes, in steps of five. */
  record Range(int from, int until) {}

  private static final int STEP = 5;

  private final Pace pace;
  private final Instant now;
  private Duration half;
  private Duration most;

  /**
   * @param begun when the visit began that is going on; null if there is none
   */
  WaitEstimate(Pace pace, Instant begun, Instant now) {
    this.pace = pace;
    this.now = now;
    this.half = begun == null ? Duration.ZERO : left(pace.half(), begun);
    this.most = begun == null ? Duration.ZERO : left(pace.most(), begun);
  }

  /**
   * The wait of the next patient in line, who is then counted before those behind.
   *
   * @param start before which nobody is called
   */
  Range next(Instant start) {
    Duration early = Duration.between(now, start);
    half = longer(half, early);
    most = longer(most, half);
    Range range = new Range(minutes(half), minutes(most));
    half = half.plus(pace.half());
    most = most.plus(pace.most());
    return range;
  }

  private Duration left(Duration whole, Instant begun) {
    return longer(whole.minus(Duration.between(begun, now)), Duration.ZERO);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static int minutes(Duration wait) {
    return (int) ((wait.toSeconds() + STEP * 60 - 1) / (STEP * 60)) * STEP;
  }
}
