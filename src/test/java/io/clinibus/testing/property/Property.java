package io.clinibus.testing.property;

import java.security.SecureRandom;
import java.time.Duration;

/**
 * Checks that something holds for many random values. If it does not, the example is shrunk to a
 * minimal one, and the failure says with which seed the same try comes first again.
 */
public final class Property {

  public static final int TRIES = 1000;

  /** The system property that sets the seed of the first try. */
  static final String SEED = "clinibus.property.seed";

  /** A smaller example of real servers takes seconds to try. */
  private static final Duration SHRINKING = Duration.ofMinutes(3);

  /** What is to hold: draws its values and throws if it does not hold for them. */
  @FunctionalInterface
  public interface Body {

    void check(Draw draw) throws Exception;
  }

  private Property() {}

  public static void check(Body body) {
    check(TRIES, body);
  }

  public static void check(int tries, Body body) {
    check(tries, Long.getLong(SEED, new SecureRandom().nextLong()), body);
  }

  static void check(int tries, long firstSeed, Body body) {
    for (int i = 0; i < tries; i++) {
      long seed = firstSeed + i;
      Attempt attempt = Attempt.of(Choices.random(seed), body);
      if (attempt.hasFailed()) {
        Attempt minimal = new Shrinker(body, SHRINKING).minimal(attempt);
        throw new AssertionError(
            "does not hold at try %d of %d (-D%s=%d)%nminimal example: %s%n%s"
                .formatted(i + 1, tries, SEED, seed, minimal.values(), minimal.failure()),
            minimal.failure());
      }
    }
  }
}
