package io.clinibus.testing.property;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * The sequence of numbers that a try is made of: random ones, or those of an earlier try that is
 * being shrunk. Zero is the simplest choice; a sequence that ends too early goes on with zeros.
 */
public final class Choices {

  private final SplittableRandom random;
  private final List<Integer> replayed;
  private final List<Integer> made = new ArrayList<>();

  private Choices(SplittableRandom random, List<Integer> replayed) {
    this.random = random;
    this.replayed = replayed;
  }

  static Choices random(long seed) {
    return new Choices(new SplittableRandom(seed), List.of());
  }

  static Choices replay(List<Integer> choices) {
    return new Choices(null, choices);
  }

  /**
   * The next choice, from 0 to {@code max}.
   *
   * @param strategy what to take where the choice is random
   */
  int next(int max, ToIntFunction<SplittableRandom> strategy) {
    int choice = random == null ? Math.min(replayedNext(), max) : strategy.applyAsInt(random);
    made.add(choice);
    return choice;
  }

  /** What has been chosen so far. */
  List<Integer> made() {
    return List.copyOf(made);
  }

  /** A number that only a strategy uses, and that is therefore no choice; 0 when replaying. */
  int hidden(ToIntFunction<SplittableRandom> strategy) {
    return random == null ? 0 : strategy.applyAsInt(random);
  }

  private int replayedNext() {
    return made.size() < replayed.size() ? replayed.get(made.size()) : 0;
  }
}
