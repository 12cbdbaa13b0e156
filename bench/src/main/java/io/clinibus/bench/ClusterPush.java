package io.clinibus.bench;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Changes made on the first node, told to as many sockets of each. */
final class ClusterPush {

  private static final int SOCKETS = 1_500;
  private static final int TOPICS = 5;
  private static final int CHANGES_A_SECOND = 20;
  private static final int STRAGGLERS_MILLIS = 1_500;
  private static final int WEEKS_AHEAD = 60;

  private final Clinic clinic;
  private final Cluster cluster;
  private final Vertx vertx;
  private final ClusterCosts costs;
  private double frameMillis;
  private double socketKilobytes;

  /**
   * @param costs of bookings, which are not to be taken for those of frames
   */
  ClusterPush(Clinic clinic, Cluster cluster, Vertx vertx, ClusterCosts costs) {
    this.clinic = clinic;
    this.cluster = cluster;
    this.vertx = vertx;
    this.costs = costs;
  }

  /** A row for the sockets of each node. */
  List<Object[]> measure(String name, Duration warmUp, Duration measure) throws Exception {
    List<Node> doors = cluster.doors();
    int sockets = SOCKETS / doors.size();
    Bookings bookings = new Bookings(vertx, clinic, doors.get(0));
    List<String> topics =
        bookings.withSlots(Topics.days(clinic, 4 * TOPICS, 1, WEEKS_AHEAD), TOPICS);
    List<Hearing> hearings = new ArrayList<>();
    List<Audience> audiences = new ArrayList<>();
    double heap = doors.get(0).child().liveHeapBytes();
    for (Node node : doors) {
      Hearing hearing = new Hearing(bookings);
      hearings.add(hearing);
      audiences.add(Audience.gather(vertx, node.url(), sockets, topics, hearing.ears()));
    }
    socketKilobytes = (doors.get(0).child().liveHeapBytes() - heap) / sockets / 1024;
    change(bookings, topics, warmUp.toSeconds());
    Cpu cpu = cluster.cpu();
    cpu.begin();
    List<Change> made = change(bookings, topics, measure.toSeconds());
    TimeUnit.MILLISECONDS.sleep(STRAGGLERS_MILLIS);
    double used = cpu.millis("node") - costs.rest() * cpu.seconds() - costs.booking() * made.size();
    bookings.settle(made);
    long frames = 0;
    for (Hearing hearing : hearings) {
      for (Change change : hearing.of(made)) {
        frames += change.arrivals().length;
      }
    }
    frameMillis = used / frames;
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < doors.size(); i++) {
      rows.add(row(name + ", node " + (i + 1), hearings.get(i).of(made), topics, sockets));
    }
    audiences.forEach(Audience::leave);
    return rows;
  }

  /** CPU milliseconds of all nodes for a frame. */
  double frameMillis() {
    return frameMillis;
  }

  /** Kilobytes of heap for a socket. */
  double socketKilobytes() {
    return socketKilobytes;
  }

  private static List<Change> change(Changes changes, List<String> topics, long seconds)
      throws InterruptedException {
    List<Change> made = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < CHANGES_A_SECOND * seconds; i++) {
      long due = began + i * TimeUnit.SECONDS.toNanos(1) / CHANGES_A_SECOND;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      made.add(changes.make(topics.get(i % topics.size())));
    }
    return made;
  }

  private Object[] row(String what, List<Change> made, List<String> topics, int sockets) {
    Told told = Told.of(made, topics, sockets);
    Histogram each = told.each();
    return new Object[] {
      what,
      sockets,
      made.size(),
      each.getValueAtPercentile(50) / 1e6,
      each.getValueAtPercentile(99) / 1e6,
      each.getMaxValue() / 1e6,
      told.missing(),
      frameMillis,
      socketKilobytes
    };
  }
}
