package io.clinibus.bench.scaling;

/** Processors that take jobs in the order in which they come; times are milliseconds. */
final class ProcessorQueue {

  private final double[] freeAt;
  private final double from;
  private final double until;
  private double worked;

  /**
   * @param from where the time begins that utilisation is taken of
   */
  ProcessorQueue(int processors, double from, double until) {
    this.freeAt = new double[processors];
    this.from = from;
    this.until = until;
  }

  /** Takes a job and gives when it will be done. */
  double serve(double at, double work) {
    int first = 0;
    for (int i = 1; i < freeAt.length; i++) {
      if (freeAt[i] < freeAt[first]) {
        first = i;
      }
    }
    double begin = Math.max(at, freeAt[first]);
    double end = begin + work;
    freeAt[first] = end;
    worked += Math.max(0, Math.min(end, until) - Math.max(begin, from));
    return end;
  }

  /** The share of the time that its processors worked. */
  double utilisation() {
    return worked / (until - from) / freeAt.length;
  }
}
