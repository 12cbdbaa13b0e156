package io.clinibus.bench.scaling;

import java.util.Arrays;

/**
 * The next action of each person with its time. Times differ by a tenth of a millisecond at least.
 */
final class EventQueue {

  private static final int NOBODY = -1;
  private static final int TICKS = 10;

  private final int[] first;
  private final int[] after;
  private final double[] due;
  private int tick;

  EventQueue(int people, double millis) {
    first = new int[(int) (millis * TICKS)];
    after = new int[people];
    due = new double[people];
    Arrays.fill(first, NOBODY);
  }

  /** Schedules a person's action; ignored if it is after the end. */
  void add(int person, double at) {
    int when = Math.max(tick, (int) (at * TICKS));
    if (when < first.length) {
      due[person] = at;
      after[person] = first[when];
      first[when] = person;
    }
  }

  /** Whose turn it is, or a negative number at the end. */
  int next() {
    while (tick < first.length && first[tick] == NOBODY) {
      tick++;
    }
    if (tick == first.length) {
      return NOBODY;
    }
    int person = first[tick];
    first[tick] = after[person];
    return person;
  }

  /** The time of a person's action. */
  double due(int person) {
    return due[person];
  }
}
