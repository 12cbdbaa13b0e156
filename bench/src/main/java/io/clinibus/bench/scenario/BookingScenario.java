package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.SqlBookingClient;
import io.clinibus.bench.load.FreeSlotSource;
import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.CompilationMonitor;
import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
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
public final class BookingScenario {

  private static final int POOL = 16;
  private static final int[] CLIENTS = {16, 64};

  /** More than can be booked in a second. */
  private static final int MOST_A_SECOND = 2_500;

  /** Less than half of what can be booked in a second. */
  private static final int CALM_A_SECOND = 400;

  private final BenchOptions options;
  private final Vertx vertx;
  private final BenchServices clinic;
  private final BenchNodeProcess node;
  private final NetClient client;
  private final TablePrinter table;

  private BookingScenario(BenchOptions options, Vertx vertx, BenchServices clinic, BenchNodeProcess node, TablePrinter table) {
    this.options = options;
    this.vertx = vertx;
    this.clinic = clinic;
    this.node = node;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.table = table;
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, options);
        BenchNodeProcess node = BenchNodeProcess.start(clinic, options)) {
      TablePrinter table =
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
      var bench = new BookingScenario(options, vertx, clinic, node, table);
      bench.warmUp();
      for (int doctors : options.full() ? new int[] {50, 500} : new int[] {50}) {
        FreeSlotSource openings = new FreeSlotSource(clinic, node, doctors);
        for (int clients : CLIENTS) {
          bench.measure(doctors, clients, openings);
        }
      }
      report.finish();
    }
  }

  /** Both sides compile what they run before anything is compared, in a rush and in calm. */
  private void warmUp() throws Exception {
    FreeSlotSource openings = new FreeSlotSource(clinic, node, 50);
    HttpLoadGenerator.Opener lanes =
        lanes(openings); // One for all: sign-ins are limited to ten.
    CompilationMonitor.settle(
        node,
        options,
        slice -> {
          provide(openings, slice);
          BenchOptions half = slice.lasting(Duration.ZERO, slice.measure().dividedBy(2));
          HttpLoadGenerator.closed(vertx, 64, lanes, half, new CpuRecorder());
          HttpLoadGenerator.open(vertx, CALM_A_SECOND, 64, lanes, half, new CpuRecorder());
        });
    limit(openings, 16);
  }

  private void measure(int doctors, int clients, FreeSlotSource openings) throws Exception {
    CpuRecorder cpu = new CpuRecorder().with("node", node.process()).with("postgres", clinic.postgres());
    provide(openings);
    clinic.execute("CHECKPOINT");
    HttpLoadGenerator.Result product = HttpLoadGenerator.closed(vertx, clients, lanes(openings), options, cpu);
    Map<String, Double> shares = cpu.shares();
    provide(openings);
    clinic.execute("CHECKPOINT");
    HttpLoadGenerator.Result limit = limit(openings, clients);
    provide(openings);
    double rate = product.perSecond() / 2;
    HttpLoadGenerator.Result half = HttpLoadGenerator.open(vertx, rate, 2 * clients, lanes(openings), options, cpu);
    HttpLoadGenerator.Result limitAtHalf = limitAt(rate, openings, clients);
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
        product.othersThan(SqlBookingClient.BOOKED) + half.othersThan(SqlBookingClient.BOOKED),
        shares.get("node"),
        shares.get("postgres"),
        shares.get("driver"));
  }

  private HttpLoadGenerator.Result limit(FreeSlotSource openings, int clients) throws Exception {
    provide(openings);
    try (SqlBookingClient sql = new SqlBookingClient(vertx, clinic, POOL)) {
      return HttpLoadGenerator.closed(vertx, clients, sql.lanes(openings::take), options, new CpuRecorder());
    }
  }

  private HttpLoadGenerator.Result limitAt(double rate, FreeSlotSource openings, int clients) throws Exception {
    provide(openings);
    try (SqlBookingClient sql = new SqlBookingClient(vertx, clinic, POOL)) {
      return HttpLoadGenerator.open(vertx, rate, 2 * clients, sql.lanes(openings::take), options, new CpuRecorder());
    }
  }

  private void provide(FreeSlotSource openings) throws IOException, InterruptedException {
    provide(openings, options);
  }

  private static void provide(FreeSlotSource openings, BenchOptions options)
      throws IOException, InterruptedException {
    openings.provide((int) options.warmUp().plus(options.measure()).toSeconds() * MOST_A_SECOND);
  }

  private HttpLoadGenerator.Opener lanes(FreeSlotSource openings) throws IOException, InterruptedException {
    String token = node.token();
    return HttpRequestFactory.lanes(
        client,
        node.url(),
        () -> {
          FreeSlotSource.Opening opening = openings.take();
          return opening == null ? null : HttpRequestFactory.booking(node.url(), token, opening);
        });
  }
}
