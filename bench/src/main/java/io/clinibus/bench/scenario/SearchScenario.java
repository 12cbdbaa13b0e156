package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.DoctorSearchSql;
import io.clinibus.bench.limit.PatientSearchSql;
import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.sqlclient.Pool;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Searches as people type them. The limit is the product's SQL without anything around it. */
public final class SearchScenario {

  private static final int POOL = 16;
  private static final int CLIENTS = 16;
  private static final int FOUND = 200;
  private static final String SAMPLE = " ORDER BY md5(id::text) LIMIT 200";

  /**
   * @param texts what is typed, one of these each time
   * @param path where it is sent, ending with the text
   * @param sql the same by SQL alone
   */
  private record Search(
      String name, List<String> texts, String path, Function<String, Future<Integer>> sql) {

    String any() {
      return texts.get(ThreadLocalRandom.current().nextInt(texts.size()));
    }
  }

  private SearchScenario() {}

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, options);
        BenchNodeProcess node = BenchNodeProcess.start(clinic, options)) {
      Pool pool = Database.pool(vertx, clinic.database(POOL));
      TablePrinter table =
          report.table(
              "Search among %,d patients and %,d doctors; milliseconds of one client, searches a second by %d"
                  .formatted(
                      BenchServices.size(options.full()).patients(),
                      BenchServices.size(options.full()).doctors(),
                      CLIENTS),
              "search",
              "p50",
              "p99",
              "SQL p50",
              "SQL p99",
              "product/s",
              "SQL/s",
              "ratio",
              "others");
      for (Search search : searches(clinic, pool)) {
        measure(options, vertx, node, search, table);
      }
      pool.close().await();
      report.finish();
    }
  }

  private static List<Search> searches(BenchServices clinic, Pool pool) throws SQLException {
    var patients = new PatientSearchSql(pool);
    var doctors = new DoctorSearchSql(pool);
    String patient = "/api/patients/search?q=";
    String doctor = "/api/doctors?q=";
    String of = " FROM patients.patient WHERE deleted_at IS NULL AND length(family_name) > 1";
    return List.of(
        new Search(
            "patient, full name",
            clinic.column("SELECT given_name || ' ' || family_name" + of + SAMPLE),
            patient,
            patients::find),
        new Search(
            "patient, beginning of a name",
            clinic.column("SELECT left(family_name, 4)" + of + SAMPLE),
            patient,
            patients::find),
        new Search(
            "patient, a typo in the name",
            clinic.column("SELECT left(family_name, 2) || substr(family_name, 4)" + of + SAMPLE),
            patient,
            patients::find),
        new Search(
            "patient, telephone number",
            clinic.column("SELECT phone" + of + " AND phone <> ''" + SAMPLE),
            patient,
            patients::find),
        new Search(
            "doctor, a typo in the name",
            clinic.column(
                "SELECT left(family_name, 2) || substr(family_name, 4) FROM directory.doctor"
                    + SAMPLE),
            doctor,
            doctors::find),
        new Search(
            "doctor, specialization",
            clinic.column("SELECT specialization FROM directory.doctor" + SAMPLE),
            doctor,
            doctors::find));
  }

  private static void measure(BenchOptions options, Vertx vertx, BenchNodeProcess node, Search search, TablePrinter table)
      throws Exception {
    String token = node.token();
    NetClient client = vertx.createNetClient();
    HttpLoadGenerator.Opener http = HttpRequestFactory.lanes(client, node.url(), () -> request(node, token, search));
    HttpLoadGenerator.Opener sql = () -> Future.succeededFuture(lane(search));
    HttpLoadGenerator.Result one = HttpLoadGenerator.closed(vertx, 1, http, options, new CpuRecorder());
    HttpLoadGenerator.Result oneSql = HttpLoadGenerator.closed(vertx, 1, sql, options, new CpuRecorder());
    HttpLoadGenerator.Result many = HttpLoadGenerator.closed(vertx, CLIENTS, http, options, new CpuRecorder());
    HttpLoadGenerator.Result manySql = HttpLoadGenerator.closed(vertx, CLIENTS, sql, options, new CpuRecorder());
    client.close().await();
    table.row(
        search.name(),
        one.millis(50),
        one.millis(99),
        oneSql.millis(50),
        oneSql.millis(99),
        many.perSecond(),
        manySql.perSecond(),
        many.perSecond() / manySql.perSecond(),
        one.othersThan(FOUND) + many.othersThan(FOUND));
  }

  private static Buffer request(BenchNodeProcess node, String token, Search search) {
    String path = search.path() + URLEncoder.encode(search.any(), StandardCharsets.UTF_8);
    return HttpRequestFactory.get(node.url(), path, "Authorization", "Bearer " + token);
  }

  private static HttpLoadGenerator.Lane lane(Search search) {
    return new HttpLoadGenerator.Lane() {
      @Override
      public boolean ask(IntConsumer done) {
        search
            .sql()
            .apply(search.any())
            .onComplete(found -> done.accept(found.succeeded() ? FOUND : 500));
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
