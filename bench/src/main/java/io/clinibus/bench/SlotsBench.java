package io.clinibus.bench;

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
final class SlotsBench {

  private static final int[] CONNECTIONS = {1, 32, 256};
  private static final int DOCTORS = 40;
  private static final int DAYS = 10;
  private static final int TURNS = 4;

  /** Where bookings run: beyond what the data set fills, where everything is still free. */
  private static final int AHEAD_DAYS = 63;

  private final Options options;
  private final Vertx vertx;
  private final NetClient client;
  private final Node node;
  private final URI bareUrl;
  private final Table table;

  private SlotsBench(Options options, Vertx vertx, Node node, URI bareUrl, Table table) {
    this.options = options;
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.node = node;
    this.bareUrl = bareUrl;
    this.table = table;
  }

  static void run(Options options) throws Exception {
    Report report = new Report(options);
    Vertx vertx = Vertx.vertx();
    try (Clinic clinic = Clinic.open(vertx, options);
        Node node = Node.start(clinic, options)) {
      List<String> paths = fullestFirst(node, paths(clinic));
      String size = Integer.toString(node.get(paths.get(0)).length());
      try (Child bare =
          Child.main("bare", BareServer.class, Integer.toString(Child.freePort()), size)) {
        URI bareUrl = bare.awaitReady();
        Table table =
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
        var bench = new SlotsBench(options, vertx, node, bareUrl, table);
        try (Freshness freshness =
            new Freshness(vertx, node, clinic, slot -> isBooked(slot.day()))) {
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
  private static List<String> fullestFirst(Node node, List<String> paths) throws Exception {
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
  private static List<String> paths(Clinic clinic) throws Exception {
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
    Compilation.settle(
        node,
        options,
        slice ->
            Load.closed(vertx, 32, Requests.lanes(client, node.url(), requests), slice, new Cpu()));
    Load.closed(vertx, 32, Requests.lanes(client, bareUrl, requests), options, new Cpu());
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
    List<Buffer> requests = paths.stream().map(path -> Requests.get(server, path)).toList();
    return () -> requests.get(ThreadLocalRandom.current().nextInt(requests.size())).copy();
  }

  /** Of a day on which no bookings run. */
  private Supplier<Buffer> conditional(String path) throws Exception {
    Buffer request = Requests.get(node.url(), path, "If-None-Match", node.etag(path));
    return request::copy;
  }

  /** Product and limit in turns: the machine is not equally fast from one second to the next. */
  private void measure(String what, int connections, Supplier<Buffer> requests, int wanted)
      throws Exception {
    Options turn =
        options.lasting(options.warmUp().dividedBy(TURNS), options.measure().dividedBy(TURNS));
    Load.Opener asked = Requests.lanes(client, node.url(), requests);
    Load.Opener askedBare = Requests.lanes(client, bareUrl, requests);
    List<Load.Result> product = new ArrayList<>();
    List<Load.Result> limit = new ArrayList<>();
    List<Map<String, Double>> shares = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      Cpu cpu = new Cpu().with("node", node.process());
      product.add(Load.closed(vertx, connections, asked, turn, cpu));
      shares.add(cpu.shares());
      limit.add(Load.closed(vertx, connections, askedBare, turn, new Cpu()));
    }
    row(
        what + ", " + connections,
        wanted,
        Load.Result.together(product),
        Load.Result.together(limit),
        shares);
  }

  private void row(
      String what,
      int wanted,
      Load.Result product,
      Load.Result limit,
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
