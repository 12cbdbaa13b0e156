package io.clinibus.bench.scaling;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** What became of a crowd around its peak. Times are milliseconds. */
public final class SimulationReport {

  private static final double MICROS = 1000;
  private static final double SECONDS = 2 * CrowdProfile.WINDOW_MILLIS / 1000;

  final Histogram reads = new Histogram(3);
  final Histogram bookings = new Histogram(3);
  final Histogram signIns = new Histogram(3);
  long remembered;
  long again;
  private long booked;
  private double nodes;
  private double identity;
  private double postgres;

  void read(double millis) {
    reads.recordValue((long) (millis * MICROS));
  }

  void booking(double millis, boolean won) {
    bookings.recordValue((long) (millis * MICROS));
    booked += won ? 1 : 0;
  }

  void signIn(double millis) {
    signIns.recordValue((long) (millis * MICROS));
  }

  void utilisation(ProcessorQueue[] nodesThen, ProcessorQueue identityThen, ProcessorQueue postgresThen) {
    nodes = Arrays.stream(nodesThen).mapToDouble(ProcessorQueue::utilisation).average().orElse(0);
    identity = identityThen.utilisation();
    postgres = postgresThen.utilisation();
  }

  /** As columns of the table that {@link #COLUMNS} heads. */
  public Object[] row(String servers) {
    return new Object[] {
      servers,
      reads.getTotalCount() / SECONDS,
      percent(remembered, reads.getTotalCount()),
      percent(again, reads.getTotalCount()),
      booked / SECONDS,
      percent(bookings.getTotalCount() - booked, bookings.getTotalCount()),
      millis(reads, 50),
      millis(reads, 99),
      millis(bookings, 50),
      millis(bookings, 99),
      millis(signIns, 99),
      100 * nodes,
      100 * identity,
      100 * postgres
    };
  }

  public static final String[] COLUMNS = {
    "nodes + for passwords",
    "reads/s",
    "remembered %",
    "asked again %",
    "booked/s",
    "too late %",
    "read p50",
    "read p99",
    "booking p50",
    "booking p99",
    "sign-in p99",
    "nodes %",
    "passwords %",
    "PostgreSQL %"
  };

  private static Double percent(long part, long all) {
    return all == 0 ? null : 100.0 * part / all;
  }

  private static Double millis(Histogram histogram, double percentile) {
    return histogram.getTotalCount() == 0
        ? null
        : histogram.getValueAtPercentile(percentile) / MICROS;
  }
}
