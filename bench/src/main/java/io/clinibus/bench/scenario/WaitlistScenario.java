package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.SqlCancellationClient;
import io.clinibus.bench.load.FreeSlotSource;
import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.load.VisitSource;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Cancellations at a fixed rate while 50,000 entries wait. The offer of the freed time is written in
 * the transaction of the cancellation, so its latency is that of the answer. The limit is the same
 * statement straight at the same PostgreSQL, at the same rate.
 */
public final class WaitlistScenario {

  private static final int POOL = 16;
  private static final int CLIENTS = 64;
  private static final int CANCELLATIONS_A_SECOND = 200;
  private static final int ENTRIES = 50_000;

  /**
   * Half wait for a doctor, half for a department; two thirds accept any weekday, half any time of
   * the day.
   */
  private static final String ENTRIES_SQL =
      """
      WITH doctors AS (
        SELECT array_agg(c.doctor_id ORDER BY c.doctor_id) AS ids,
               array_agg(d.department_id ORDER BY c.doctor_id) AS departments
          FROM scheduling.calendar c JOIN directory.doctor d ON d.id = c.doctor_id WHERE NOT c.closed),
      patients AS (SELECT array_agg(id ORDER BY id) AS ids FROM patients.patient WHERE deleted_at IS NULL),
      n AS (SELECT n, n %% cardinality(d.ids) + 1 AS doctor FROM generate_series(1, %d) AS n, doctors d)
      INSERT INTO scheduling.waitlist_entry
        (id, patient_id, doctor_id, department_id, last_day, weekdays, earliest, latest, joined_at)
      SELECT gen_random_uuid(), p.ids[n.n %% cardinality(p.ids) + 1],
             CASE WHEN n.n %% 2 = 0 THEN d.ids[n.doctor] END,
             CASE WHEN n.n %% 2 = 1 THEN d.departments[n.doctor] END,
             current_date + 365,
             CASE WHEN n.n %% 3 = 0 THEN ARRAY[1 + n.n / 3 %% 5, 1 + (n.n / 3 + 2) %% 5]::smallint[] END,
             CASE WHEN n.n %% 4 = 0 THEN '12:00'::time END,
             CASE WHEN n.n %% 4 = 1 THEN '12:00'::time END,
             now() - interval '60 days' + n.n * interval '1 minute'
        FROM n, doctors d, patients p
      """
          .formatted(ENTRIES);

  private final BenchOptions options;
  private final Vertx vertx;
  private final BenchServices clinic;
  private final BenchNodeProcess node;
  private final NetClient client;
  private final VisitSource visits;

  private WaitlistScenario(
      BenchOptions options, Vertx vertx, BenchServices clinic, BenchNodeProcess node, VisitSource visits) {
    this.options = options;
    this.vertx = vertx;
    this.clinic = clinic;
    this.node = node;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.visits = visits;
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, options)) {
      // Mails would go on being sent while something else is measured.
      clinic.execute("UPDATE patients.patient SET email = NULL");
      try (BenchNodeProcess node = BenchNodeProcess.start(clinic, options)) {
        var visits = new VisitSource(clinic, new FreeSlotSource(clinic, node, 50));
        var bench = new WaitlistScenario(options, vertx, clinic, node, visits);
        TablePrinter table =
            report.table(
                "Waitlist: %,d entries, %d cancellations a second; milliseconds until the offer is written"
                    .formatted(ENTRIES, CANCELLATIONS_A_SECOND),
                "by",
                "cancelled/s",
                "p50",
                "p99",
                "max",
                "p99 ratio",
                "offers",
                "others",
                "deadlocks",
                "node %",
                "postgres %");
        bench.warmUp();
        bench.measure(table);
      }
      report.finish();
    }
  }

  private void warmUp() throws Exception {
    fill();
    HttpLoadGenerator.Opener lanes = lanes(); // One for all: sign-ins are limited to ten.
    CompilationMonitor.settle(
        node,
        options,
        slice -> {
          visits.provide(wanted(slice));
          HttpLoadGenerator.open(vertx, CANCELLATIONS_A_SECOND, CLIENTS, lanes, slice, new CpuRecorder());
        });
  }

  private void measure(TablePrinter table) throws Exception {
    HttpLoadGenerator.Result limit;
    try (SqlCancellationClient sql = new SqlCancellationClient(vertx, clinic, POOL)) {
      limit = row(table, "the same SQL", sql.lanes(visits), null);
    }
    row(table, "product", lanes(), limit);
  }

  /**
   * @param limit what this is compared with, or null
   */
  private HttpLoadGenerator.Result row(
      TablePrinter table, String by, HttpLoadGenerator.Opener lanes, HttpLoadGenerator.Result limit)
      throws Exception {
    fill();
    visits.provide(wanted(options));
    long offers = number("SELECT count(*) FROM scheduling.waitlist_offer");
    long deadlocks = deadlocks();
    CpuRecorder cpu = new CpuRecorder().with("node", node.process()).with("postgres", clinic.postgres());
    HttpLoadGenerator.Result result =
        HttpLoadGenerator.open(vertx, CANCELLATIONS_A_SECOND, CLIENTS, lanes, options, cpu);
    Map<String, Double> shares = cpu.shares();
    table.row(
        by,
        result.perSecond(),
        result.millis(50),
        result.millis(99),
        result.maxMillis(),
        limit == null ? null : result.millis(99) / limit.millis(99),
        number("SELECT count(*) FROM scheduling.waitlist_offer") - offers,
        result.othersThan(SqlCancellationClient.CANCELLED),
        deadlocks() - deadlocks,
        shares.get("node"),
        shares.get("postgres"));
    return result;
  }

  /** Each measurement begins with the same entries, none of which has an offer. */
  private void fill() throws SQLException {
    clinic.execute(
        "DELETE FROM scheduling.appointment WHERE status = 'HELD'",
        "TRUNCATE scheduling.waitlist_offer, scheduling.waitlist_known_time, scheduling.waitlist_entry",
        ENTRIES_SQL,
        "VACUUM ANALYZE scheduling.waitlist_entry");
  }

  private static int wanted(BenchOptions options) {
    Duration time = options.warmUp().plus(options.measure());
    return (int) (time.toSeconds() + 2) * CANCELLATIONS_A_SECOND;
  }

  private HttpLoadGenerator.Opener lanes() throws Exception {
    String token = node.token();
    return HttpRequestFactory.lanes(
        client,
        node.url(),
        () -> {
          VisitSource.Visit visit = visits.take();
          return visit == null
              ? null
              : HttpRequestFactory.delete(node.url(), "/api/appointments/" + visit.id(), token);
        });
  }

  private long deadlocks() throws SQLException {
    return number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(clinic.column(sql).get(0));
  }
}
