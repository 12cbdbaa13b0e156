package io.clinibus.testing.property;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a failed attempt simpler as long as it still fails: removes choices, and lowers them. */
final class Shrinker {

  /** Pieces up to this size are removed at every size, as elements of lists have any. */
  private static final int SMALL = 8;

  private final Property.Body body;
  private final long deadline;
  private Attempt best;

  Shrinker(Property.Body body, Duration atMost) {
    this.body = body;
    this.deadline = System.nanoTime() + atMost.toNanos();
  }

  Attempt minimal(Attempt failed) {
    best = failed;
    Attempt before;
    do {
      before = best;
      removePieces();
      lowerEach();
    } while (best != before && hasTime());
    return best;
  }

  private void removePieces() {
    int size = best.choices().size();
    while (size > 0) {
      for (int start = best.choices().size() - size; start >= 0 && hasTime(); start--) {
        tryWithout(start, size);
      }
      size = size > SMALL ? Math.max(SMALL, size / 2) : size - 1;
    }
  }

  private void tryWithout(int start, int size) {
    if (start + size <= best.choices().size()) {
      List<Integer> fewer = new ArrayList<>(best.choices());
      fewer.subList(start, start + size).clear();
      improves(fewer);
    }
  }

  private void lowerEach() {
    for (int i = 0; i < best.choices().size() && hasTime(); i++) {
      int holds = -1;
      while (i < best.choices().size() && best.choices().get(i) - holds > 1 && hasTime()) {
        int lower = holds < 0 ? 0 : holds + (best.choices().get(i) - holds) / 2;
        if (!improves(with(i, lower))) {
          holds = lower;
        }
      }
    }
  }

  private List<Integer> with(int index, int choice) {
    List<Integer> changed = new ArrayList<>(best.choices());
    changed.set(index, choice);
    return changed;
  }

  private boolean improves(List<Integer> choices) {
    Attempt attempt = Attempt.of(Choices.replay(choices), body);
    boolean improves = attempt.hasFailed() && attempt.isSimplerThan(best);
    if (improves) {
      best = attempt;
    }
    return improves;
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }
}
