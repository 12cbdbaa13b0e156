package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.BareHttpServer;
import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.ChildProcess;
import io.clinibus.bench.process.CompilationMonitor;
import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Free slots of doctors' days, asked for by anybody, while bookings run on the same days. The limit
 * is a bare Vert.x server that answers a constant body of the same size.
 */
public final class SlotReadScenario {

  private static final int[] CONNECTIONS = {1, 32, 256};
  private static final int DOCTORS = 40;
  private static final int DAYS = 10;
  private static final int TURNS = 4;

  /** Where bookings run: beyond what the data set fills, where everything is still free. */
  private static final int AHEAD_DAYS = 63;

  private final BenchOptions options;
  private final Vertx vertx;
  private final NetClient client;
  private final BenchNodeProcess node;
  private final URI bareUrl;
  private final TablePrinter table;

  private SlotReadScenario(BenchOptions options, Vertx vertx, BenchNodeProcess node, URI bareUrl, TablePrinter table) {
    this.options = options;
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.node = node;
    this.bareUrl = bareUrl;
    this.table = table;
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, options);
        BenchNodeProcess node = BenchNodeProcess.start(clinic, options)) {
      List<String> paths = fullestFirst(node, paths(clinic));
      String size = Integer.toString(node.get(paths.get(0)).length());
      try (ChildProcess bare =
          ChildProcess.main("bare", BareHttpServer.class, Integer.toString(ChildProcess.freePort()), size)) {
        URI bareUrl = bare.awaitReady();
        TablePrinter table =
            report.table(
                "Free slots of a doctor's day: reads a second (a body of "
                    + size
                    + " bytes), milliseconds",
                "read, connections",
                "product/s",
                "p50",
                "p99",
                "bare/s",
                "bare p50",
                "bare p99",
                "ratio",
                "others",
                "node %",
                "driver %");
        var bench = new SlotReadScenario(options, vertx, node, bareUrl, table);
        try (StaleReadRecorder freshness =
            new StaleReadRecorder(vertx, node, clinic, slot -> isBooked(slot.day()))) {
          freshness.begin();
          bench.warmUp(paths);
          bench.all(paths);
          freshness.report(report);
        }
        report.finish();
      }
    }
  }

  /** The first is of the day with most slots of those that bookings run on. */
  private static List<String> fullestFirst(BenchNodeProcess node, List<String> paths) throws Exception {
    int fullest = 0;
    int longest = 0;
    for (int i = 0; i < paths.size(); i++) {
      int length = node.get(paths.get(i)).length();
      if (length > longest && i % DAYS < 5) {
        longest = length;
        fullest = i;
      }
    }
    List<String> sorted = new ArrayList<>(paths);
    java.util.Collections.swap(sorted, 0, fullest);
    return sorted;
  }

  /** Half of them on the days that bookings run on. */
  private static List<String> paths(BenchServices clinic) throws Exception {
    List<String> paths = new ArrayList<>();
    for (String doctor :
        clinic.column(
            "SELECT doctor_id FROM scheduling.calendar WHERE NOT closed ORDER BY 1 LIMIT "
                + DOCTORS)) {
      for (int day = 0; day < DAYS; day++) {
        LocalDate date = nextMonday().plusDays(day < 5 ? AHEAD_DAYS + day : day - 5);
        paths.add("/api/appointments/doctor/" + doctor + "/available-slots?date=" + date);
      }
    }
    return paths;
  }

  private static LocalDate nextMonday() {
    return LocalDate.now()
        .with(java.time.temporal.TemporalAdjusters.next(java.time.DayOfWeek.MONDAY));
  }

  private static boolean isBooked(LocalDate day) {
    LocalDate monday = nextMonday().plusDays(AHEAD_DAYS);
    return !day.isBefore(monday) && day.isBefore(monday.plusDays(5));
  }

  private void warmUp(List<String> paths) throws Exception {
    Supplier<Buffer> requests = any(node.url(), paths);
    CompilationMonitor.settle(
        node,
        options,
        slice ->
            HttpLoadGenerator.closed(vertx, 32, HttpRequestFactory.lanes(client, node.url(), requests), slice, new CpuRecorder()));
    HttpLoadGenerator.closed(vertx, 32, HttpRequestFactory.lanes(client, bareUrl, requests), options, new CpuRecorder());
  }

  private void all(List<String> paths) throws Exception {
    for (int connections : CONNECTIONS) {
      measure("one day", connections, any(node.url(), paths.subList(0, 1)), 200);
    }
    for (int connections : CONNECTIONS) {
      measure("mixed days", connections, any(node.url(), paths), 200);
    }
    for (int connections : CONNECTIONS) {
      measure("one day, unchanged", connections, conditional(paths.get(7)), 304);
    }
  }

  private static Supplier<Buffer> any(URI server, List<String> paths) {
    List<Buffer> requests = paths.stream().map(path -> HttpRequestFactory.get(server, path)).toList();
    return () -> requests.get(ThreadLocalRandom.current().nextInt(requests.size())).copy();
  }

  /** Of a day on which no bookings run. */
  private Supplier<Buffer> conditional(String path) throws Exception {
    Buffer request = HttpRequestFactory.get(node.url(), path, "If-None-Match", node.etag(path));
    return request::copy;
  }

  /** Product and limit in turns: the machine is not equally fast from one second to the next. */
  private void measure(String what, int connections, Supplier<Buffer> requests, int wanted)
      throws Exception {
    BenchOptions turn =
        options.lasting(options.warmUp().dividedBy(TURNS), options.measure().dividedBy(TURNS));
    HttpLoadGenerator.Opener asked = HttpRequestFactory.lanes(client, node.url(), requests);
    HttpLoadGenerator.Opener askedBare = HttpRequestFactory.lanes(client, bareUrl, requests);
    List<HttpLoadGenerator.Result> product = new ArrayList<>();
    List<HttpLoadGenerator.Result> limit = new ArrayList<>();
    List<Map<String, Double>> shares = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      CpuRecorder cpu = new CpuRecorder().with("node", node.process());
      product.add(HttpLoadGenerator.closed(vertx, connections, asked, turn, cpu));
      shares.add(cpu.shares());
      limit.add(HttpLoadGenerator.closed(vertx, connections, askedBare, turn, new CpuRecorder()));
    }
    row(
        what + ", " + connections,
        wanted,
        HttpLoadGenerator.Result.together(product),
        HttpLoadGenerator.Result.together(limit),
        shares);
  }

  private void row(
      String what,
      int wanted,
      HttpLoadGenerator.Result product,
      HttpLoadGenerator.Result limit,
      List<Map<String, Double>> shares) {
    table.row(
        what,
        product.perSecond(),
        product.millis(50),
        product.millis(99),
        limit.perSecond(),
        limit.millis(50),
        limit.millis(99),
        product.perSecond() / limit.perSecond(),
        product.othersThan(wanted) + limit.othersThan(wanted),
        average(shares, "node"),
        average(shares, "driver"));
  }

  private static double average(List<Map<String, Double>> shares, String process) {
    return shares.stream().mapToDouble(turn -> turn.get(process)).average().orElseThrow();
  }
}
