package io.clinibus.bench.scenario;

import io.clinibus.bench.live.BookingChangeSource;
import io.clinibus.bench.live.ChangeRecord;
import io.clinibus.bench.live.ChangeSource;
import io.clinibus.bench.live.NodeChangeRecorder;
import io.clinibus.bench.live.PushLatencyReport;
import io.clinibus.bench.live.SocketLoadGenerator;
import io.clinibus.bench.live.TopicNames;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.ClusterProcesses;
import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.scaling.ClusterCostReport;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Changes made on the first node, pushed to as many sockets of each. */
final class ClusterPushScenario {

  private static final int SOCKETS = 1_500;
  private static final int TOPICS = 5;
  private static final int CHANGES_A_SECOND = 20;
  private static final int STRAGGLERS_MILLIS = 1_500;
  private static final int WEEKS_AHEAD = 60;

  private final BenchServices clinic;
  private final ClusterProcesses cluster;
  private final Vertx vertx;
  private final ClusterCostReport costs;
  private double frameMillis;
  private double socketKilobytes;

  /**
   * @param costs of bookings, which are not to be taken for those of frames
   */
  ClusterPushScenario(BenchServices clinic, ClusterProcesses cluster, Vertx vertx, ClusterCostReport costs) {
    this.clinic = clinic;
    this.cluster = cluster;
    this.vertx = vertx;
    this.costs = costs;
  }

  /** A row for the sockets of each node. */
  List<Object[]> measure(String name, Duration warmUp, Duration measure) throws Exception {
    List<BenchNodeProcess> doors = cluster.doors();
    int sockets = SOCKETS / doors.size();
    BookingChangeSource bookings = new BookingChangeSource(vertx, clinic, doors.get(0));
    List<String> topics =
        bookings.withSlots(TopicNames.days(clinic, 4 * TOPICS, 1, WEEKS_AHEAD), TOPICS);
    List<NodeChangeRecorder> hearings = new ArrayList<>();
    List<SocketLoadGenerator> audiences = new ArrayList<>();
    double heap = doors.get(0).child().liveHeapBytes();
    for (BenchNodeProcess node : doors) {
      NodeChangeRecorder hearing = new NodeChangeRecorder(bookings);
      hearings.add(hearing);
      audiences.add(SocketLoadGenerator.gather(vertx, node.url(), sockets, topics, hearing.ears()));
    }
    socketKilobytes = (doors.get(0).child().liveHeapBytes() - heap) / sockets / 1024;
    change(bookings, topics, warmUp.toSeconds());
    CpuRecorder cpu = cluster.cpu();
    cpu.begin();
    List<ChangeRecord> made = change(bookings, topics, measure.toSeconds());
    TimeUnit.MILLISECONDS.sleep(STRAGGLERS_MILLIS);
    double used = cpu.millis("node") - costs.rest() * cpu.seconds() - costs.booking() * made.size();
    bookings.settle(made);
    long frames = 0;
    for (NodeChangeRecorder hearing : hearings) {
      for (ChangeRecord change : hearing.of(made)) {
        frames += change.arrivals().length;
      }
    }
    frameMillis = used / frames;
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < doors.size(); i++) {
      rows.add(row(name + ", node " + (i + 1), hearings.get(i).of(made), topics, sockets));
    }
    audiences.forEach(SocketLoadGenerator::leave);
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

  private static List<ChangeRecord> change(ChangeSource changes, List<String> topics, long seconds)
      throws InterruptedException {
    List<ChangeRecord> made = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < CHANGES_A_SECOND * seconds; i++) {
      long due = began + i * TimeUnit.SECONDS.toNanos(1) / CHANGES_A_SECOND;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      made.add(changes.make(topics.get(i % topics.size())));
    }
    return made;
  }

  private Object[] row(String what, List<ChangeRecord> made, List<String> topics, int sockets) {
    PushLatencyReport report = PushLatencyReport.of(made, topics, sockets);
    Histogram each = report.each();
    return new Object[] {
      what,
      sockets,
      made.size(),
      each.getValueAtPercentile(50) / 1e6,
      each.getValueAtPercentile(99) / 1e6,
      each.getMaxValue() / 1e6,
      report.missing(),
      frameMillis,
      socketKilobytes
    };
  }
}
