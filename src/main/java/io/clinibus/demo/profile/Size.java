package io.clinibus.demo.profile;

/**
 * The size of a generated clinic.
 *
 * @param pastDays number of past days with appointments
 * @param comingDays number of future days with appointments
 */
public record Size(int doctors, int patients, int appointments, int pastDays, int comingDays) {

  /** For a first run. */
  public static final Size DEMO = new Size(40, 2_000, 10_000, 28, 42);

  /** For benchmarks and index checks. */
  public static final Size SCALE = new Size(500, 100_000, 1_000_000, 240, 60);
}
