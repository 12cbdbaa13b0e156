package io.clinibus.demo;

/**
 * How large an invented clinic is.
 *
 * @param pastDays how far back its appointments reach
 * @param comingDays how far ahead they reach
 */
public record Size(int doctors, int patients, int appointments, int pastDays, int comingDays) {

  /** What a first run shows. */
  public static final Size DEMO = new Size(40, 2_000, 10_000, 28, 42);

  /** What benchmarks and index checks need. */
  public static final Size SCALE = new Size(500, 100_000, 1_000_000, 240, 60);
}
