package io.clinibus.bench.live;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Latencies of changes.
 *
 * @param each of every socket
 * @param last of the last socket that received a change
 * @param framesASecond median rate of one change's frames; null with few sockets
 * @param missing sockets that did not receive a change
 */
public record PushLatencyReport(Histogram each, Histogram last, Double framesASecond, long missing) {

  private static final int MANY = 500;

  public static PushLatencyReport of(List<ChangeRecord> changes, List<String> topics, int sockets) {
    Histogram each = new Histogram(3);
    Histogram last = new Histogram(3);
    Histogram spread = new Histogram(3);
    long missing = 0;
    int audience = sockets / topics.size();
    for (ChangeRecord change : changes) {
      long[] arrivals = change.arrivals();
      missing += Math.max(0, audience - arrivals.length);
      for (long arrival : arrivals) {
        each.recordValue(Math.max(0, arrival - change.made));
      }
      if (arrivals.length > 0) {
        last.recordValue(Math.max(0, arrivals[arrivals.length - 1] - change.made));
        spread.recordValue(arrivals[arrivals.length - 1] - arrivals[0]);
      }
    }
    Double framesASecond =
        audience >= MANY ? audience * 1e9 / spread.getValueAtPercentile(50) : null;
    return new PushLatencyReport(each, last, framesASecond, missing);
  }
}
