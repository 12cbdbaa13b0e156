package io.clinibus.bench.live;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * When changes were heard of.
 *
 * @param each of every socket
 * @param last of the last socket that heard of a change
 * @param framesASecond how fast one change goes out, at its median; null where few hear of it
 * @param missing sockets that did not hear of a change
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
