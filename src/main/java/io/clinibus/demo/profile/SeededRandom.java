package io.clinibus.demo.profile;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A seeded random source: the same seed gives the same clinic. */
public final class SeededRandom {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

  private final SplittableRandom random;

  public SeededRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** From 0 (inclusive) to the bound (exclusive). */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  public int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  public boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Greater than 0 and at most 1. */
  public double fraction() {
    return 1 - random.nextDouble();
  }

  public <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** An identifier like those of {@code UuidV7}: version 7, of the given instant. */
  public UUID id(Instant at) {
    long high = at.toEpochMilli() << 16 | VERSION_7 | random.nextInt(1 << 12);
    long low = random.nextLong() & VARIANT_MASK | VARIANT;
    return new UUID(high, low);
  }
}
