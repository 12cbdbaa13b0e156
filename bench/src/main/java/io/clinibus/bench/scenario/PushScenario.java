package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.BareFanOutServer;
import io.clinibus.bench.live.BookingChangeSource;
import io.clinibus.bench.live.ChangeRecord;
import io.clinibus.bench.live.ChangeRecorder;
import io.clinibus.bench.live.ChangeSource;
import io.clinibus.bench.live.PushLatencyReport;
import io.clinibus.bench.live.SocketLoadGenerator;
import io.clinibus.bench.live.TextChangeSource;
import io.clinibus.bench.live.TopicNames;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.ChildProcess;
import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Changes pushed to thousands of sockets. Latency counts from the begin of the transaction that
 * made the change, which is a little before its commit. The lower bounds are a bare fan-out of
 * texts of the same size, by Vert.x and by the npm package ws.
 */
public final class PushScenario {

  private static final int SPREAD = 500;
  private static final double ONE_TOPIC_A_SECOND = 4;
  private static final double SPREAD_A_SECOND = 50;
  private static final int STRAGGLERS_MILLIS = 1_500;

  private final BenchOptions options;
  private final Vertx vertx;
  private final TablePrinter table;

  private PushScenario(BenchOptions options, Vertx vertx, TablePrinter table) {
    this.options = options;
    this.vertx = vertx;
    this.table = table;
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, options);
        BenchNodeProcess node = BenchNodeProcess.start(clinic, options)) {
      var bookings = new BookingChangeSource(vertx, clinic, node);
      List<String> topics = bookings.withSlots(TopicNames.days(clinic, 50, 20, 9), SPREAD);
      TablePrinter table =
          report.table(
              "Changes pushed to sockets; milliseconds from the begin of the transaction (p50 … max:"
                  + " of single sockets, last: of the last one of all)",
              "by, sockets, topics",
              "changes",
              "p50",
              "p99",
              "max",
              "last p50",
              "last p99",
              "frames/s",
              "missing",
              "heap kB",
              "rss kB",
              "server %",
              "driver %");
      var bench = new PushScenario(options, vertx, table);
      for (int sockets : options.sockets()) {
        bench.product(node, bookings, topics, sockets);
      }
      int size = bookings.frameBytes();
      try (ChildProcess bare = ChildProcess.main("bare", BareFanOutServer.class, Integer.toString(ChildProcess.freePort()))) {
        bench.limit("bare Vert.x", bare, topics, size);
      }
      String ws = ProjectFolder.folder().resolve("bench/ws/server.mjs").toString();
      try (ChildProcess npm =
          ChildProcess.start("ws", List.of("node", ws, Integer.toString(ChildProcess.freePort())), Map.of())) {
        bench.limit("ws", npm, topics, size);
      }
      System.out.println(
          "\n"
              + "frames/s: sockets of one topic, divided by the time between the first and the last"
              + " that received a change; a frame has "
              + size
              + " bytes");
      report.finish();
    }
  }

  private void product(BenchNodeProcess node, BookingChangeSource bookings, List<String> topics, int sockets)
      throws Exception {
    measure("product", node.child(), node.url(), bookings, topics.subList(0, 1), sockets);
    measure("product", node.child(), node.url(), bookings, topics, sockets);
  }

  private void limit(String by, ChildProcess server, List<String> topics, int size) throws Exception {
    URI url = server.awaitReady();
    for (int sockets : options.sockets()) {
      var posts = new TextChangeSource(vertx, url, size);
      measure(by, server, url, posts, topics.subList(0, 1), sockets);
      measure(by, server, url, posts, topics, sockets);
    }
  }

  private void measure(
      String by, ChildProcess server, URI url, ChangeSource changes, List<String> topics, int sockets)
      throws Exception {
    boolean java = !by.equals("ws");
    long heap = java ? server.liveHeapBytes() : 0;
    long resident = server.residentBytes();
    SocketLoadGenerator audience = SocketLoadGenerator.gather(vertx, url, sockets, topics, new ChangeRecorder(changes::read));
    Long heapEach = java ? (server.liveHeapBytes() - heap) / sockets / 1024 : null;
    long residentEach = (server.residentBytes() - resident) / sockets / 1024;
    double rate = topics.size() == 1 ? ONE_TOPIC_A_SECOND : SPREAD_A_SECOND;
    change(changes, topics, rate, options.warmUp().toSeconds());
    CpuRecorder cpu = new CpuRecorder().with("server", server.handle());
    cpu.begin();
    List<ChangeRecord> made = change(changes, topics, rate, options.measure().toSeconds());
    Map<String, Double> shares = cpu.shares();
    TimeUnit.MILLISECONDS.sleep(STRAGGLERS_MILLIS);
    changes.settle(made);
    row(
        by + ", " + sockets + ", " + topics.size(),
        made,
        PushLatencyReport.of(made, topics, sockets),
        heapEach,
        residentEach,
        shares);
    audience.leave();
  }

  private List<ChangeRecord> change(ChangeSource changes, List<String> topics, double rate, long seconds)
      throws InterruptedException {
    List<ChangeRecord> made = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < rate * seconds; i++) {
      long due = began + (long) (i * TimeUnit.SECONDS.toNanos(1) / rate);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      made.add(changes.make(topics.get(i % topics.size())));
    }
    return made;
  }

  private void row(
      String what,
      List<ChangeRecord> made,
      PushLatencyReport found,
      Long heapEach,
      long residentEach,
      Map<String, Double> shares) {
    table.row(
        what,
        made.size(),
        millis(found.each(), 50),
        millis(found.each(), 99),
        millis(found.each(), 100),
        millis(found.last(), 50),
        millis(found.last(), 99),
        found.framesASecond(),
        found.missing(),
        heapEach,
        residentEach,
        shares.get("server"),
        shares.get("driver"));
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e6;
  }
}
