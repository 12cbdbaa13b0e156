package io.clinibus.bench;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Distinct slots by the whole path: HTTP, token, validation, bus, one durable transaction. The
 * limit is the same statement straight at the same PostgreSQL.
 */
final class BookingBench {

  private static final int POOL = 16;
  private static final int[] CLIENTS = {16, 64};

  /** More than can be booked in a second. */
  private static final int MOST_A_SECOND = 2_500;

  /** Less than half of what can be booked in a second. */
  private static final int CALM_A_SECOND = 400;

  private final Options options;
  private final Vertx vertx;
  private final Clinic clinic;
  private final Node node;
  private final NetClient client;
  private final Table table;

  private BookingBench(Options options, Vertx vertx, Clinic clinic, Node node, Table table) {
    this.options = options;
    this.vertx = vertx;
    this.clinic = clinic;
    this.node = node;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.table = table;
  }

  static void run(Options options) throws Exception {
    Report report = new Report(options);
    Vertx vertx = Vertx.vertx();
    try (Clinic clinic = Clinic.open(vertx, options);
        Node node = Node.start(clinic, options)) {
      Table table =
          report.table(
              "Booking: bookings a second as fast as can be; milliseconds at half of that",
              "doctors, clients",
              "product/s",
              "SQL/s",
              "ratio",
              "p50",
              "p99",
              "max",
              "SQL p50",
              "SQL p99",
              "refused",
              "node %",
              "postgres %",
              "driver %");
      var bench = new BookingBench(options, vertx, clinic, node, table);
      bench.warmUp();
      for (int doctors : options.full() ? new int[] {50, 500} : new int[] {50}) {
        Openings openings = new Openings(clinic, node, doctors);
        for (int clients : CLIENTS) {
          bench.measure(doctors, clients, openings);
        }
      }
      report.finish();
    }
  }

  /** Both sides compile what they run before anything is compared, in a rush and in calm. */
  private void warmUp() throws Exception {
    Openings openings = new Openings(clinic, node, 50);
    Load.Opener lanes =
        lanes(openings); // One for all: nobody may sign in more often than ten times.
    Compilation.settle(
        node,
        options,
        slice -> {
          provide(openings, slice);
          Options half = slice.lasting(Duration.ZERO, slice.measure().dividedBy(2));
          Load.closed(vertx, 64, lanes, half, new Cpu());
          Load.open(vertx, CALM_A_SECOND, 64, lanes, half, new Cpu());
        });
    limit(openings, 16);
  }

  private void measure(int doctors, int clients, Openings openings) throws Exception {
    Cpu cpu = new Cpu().with("node", node.process()).with("postgres", clinic.postgres());
    provide(openings);
    clinic.execute("CHECKPOINT");
    Load.Result product = Load.closed(vertx, clients, lanes(openings), options, cpu);
    Map<String, Double> shares = cpu.shares();
    provide(openings);
    clinic.execute("CHECKPOINT");
    Load.Result limit = limit(openings, clients);
    provide(openings);
    double rate = product.perSecond() / 2;
    Load.Result half = Load.open(vertx, rate, 2 * clients, lanes(openings), options, cpu);
    Load.Result limitAtHalf = limitAt(rate, openings, clients);
    table.row(
        doctors + " doctors, " + clients + " clients",
        product.perSecond(),
        limit.perSecond(),
        product.perSecond() / limit.perSecond(),
        half.millis(50),
        half.millis(99),
        half.maxMillis(),
        limitAtHalf.millis(50),
        limitAtHalf.millis(99),
        product.othersThan(SqlLimit.BOOKED) + half.othersThan(SqlLimit.BOOKED),
        shares.get("node"),
        shares.get("postgres"),
        shares.get("driver"));
  }

  private Load.Result limit(Openings openings, int clients) throws Exception {
    provide(openings);
    try (SqlLimit sql = new SqlLimit(vertx, clinic, POOL)) {
      return Load.closed(vertx, clients, sql.lanes(openings::take), options, new Cpu());
    }
  }

  private Load.Result limitAt(double rate, Openings openings, int clients) throws Exception {
    provide(openings);
    try (SqlLimit sql = new SqlLimit(vertx, clinic, POOL)) {
      return Load.open(vertx, rate, 2 * clients, sql.lanes(openings::take), options, new Cpu());
    }
  }

  private void provide(Openings openings) throws IOException, InterruptedException {
    provide(openings, options);
  }

  private static void provide(Openings openings, Options options)
      throws IOException, InterruptedException {
    openings.provide((int) options.warmUp().plus(options.measure()).toSeconds() * MOST_A_SECOND);
  }

  private Load.Opener lanes(Openings openings) throws IOException, InterruptedException {
    String token = node.token();
    return Requests.lanes(
        client,
        node.url(),
        () -> {
          Openings.Opening opening = openings.take();
          return opening == null ? null : Requests.booking(node.url(), token, opening);
        });
  }
}
