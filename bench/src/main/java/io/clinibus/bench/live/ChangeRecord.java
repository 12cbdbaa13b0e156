package io.clinibus.bench.live;

import java.util.Arrays;

/** A change with the arrival at each socket. Moments are nanoseconds. */
public final class ChangeRecord {

  private final long[][] arrivals;
  private final int[] counts;

  /** When the request that made it was sent. */
  final long sent = System.nanoTime();

  /** When its transaction began, or the server began to tell of it; later than {@link #sent}. */
  volatile long made = sent;

  /** The appointment and version it made; empty until that is known. */
  volatile String key = "";

  ChangeRecord(int loops) {
    arrivals = new long[loops][64];
    counts = new int[loops];
  }

  /** Call on that loop. */
  void received(int loop) {
    if (counts[loop] == arrivals[loop].length) {
      arrivals[loop] = Arrays.copyOf(arrivals[loop], counts[loop] * 2);
    }
    arrivals[loop][counts[loop]++] = System.nanoTime();
  }

  /** All arrivals, the earliest first. */
  public long[] arrivals() {
    long[] all = new long[0];
    for (int loop = 0; loop < counts.length; loop++) {
      int before = all.length;
      all = Arrays.copyOf(all, before + counts[loop]);
      System.arraycopy(arrivals[loop], 0, all, before, counts[loop]);
    }
    Arrays.sort(all);
    return all;
  }
}
