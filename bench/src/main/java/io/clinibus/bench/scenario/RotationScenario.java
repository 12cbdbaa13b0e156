package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.SqlRecordsClient;
import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.load.HttpLoadGenerator.Opener;
import io.clinibus.bench.load.HttpLoadGenerator.Result;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.ChildProcess;
import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.records.DoctorTokens;
import io.clinibus.bench.records.DraftSource;
import io.clinibus.bench.records.RecordLanes;
import io.clinibus.bench.records.RecordSource;
import io.clinibus.bench.records.RecordSource.Opened;
import io.clinibus.bench.records.RecordsDataSet;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import io.clinibus.platform.keys.RecordsKey;
import io.clinibus.platform.sealing.ClinicKeys;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * {@code rotate-keys} of 100,000 keys while 16 clients open records and save drafts: it is killed in
 * the middle and begun again.
 */
public final class RotationScenario {

  private static final String NEW_KEY = "a-new-key-of-the-clinic-0123456789-abcdef";
  private static final int CLIENTS = 16;
  private static final int MOST_A_SECOND = 1_500;
  private static final Duration SLICE = Duration.ofSeconds(2);

  private final BenchOptions options;
  private final Vertx vertx;
  private final BenchServices clinic;
  private final BenchNodeProcess node;
  private final Map<String, String> rotating;
  private final DraftSource drafts;
  private final RecordSource records;
  private final NetClient client;
  private final DoctorTokens tokens;
  private final TablePrinter table;

  private RotationScenario(
      BenchOptions options, Vertx vertx, BenchServices clinic, BenchNodeProcess node, Map<String, String> rotating, TablePrinter table)
      throws SQLException {
    this.options = options;
    this.vertx = vertx;
    this.clinic = clinic;
    this.node = node;
    this.rotating = rotating;
    this.drafts = new DraftSource(vertx, clinic);
    this.records = RecordSource.any(clinic);
    this.client = vertx.createNetClient();
    this.tokens = new DoctorTokens(clinic.services().signingKey(), node.publicUrl(), drafts.doctors());
    this.table = table;
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, RecordsDataSet.NAME, RecordsDataSet.SIZE, RecordsDataSet::fill)) {
      Map<String, String> environment = BenchNodeProcess.environment(clinic.services(), ChildProcess.freePort());
      environment.put("CLINIBUS_RECORDS_KEY", NEW_KEY + "," + RecordsKey.derivedFrom(clinic.services().signingKey()));
      try (BenchNodeProcess node = BenchNodeProcess.start("node", environment, options)) {
        TablePrinter table =
            report.table(
                "Rotation of the clinic's key while %d clients open records and save drafts".formatted(CLIENTS),
                "phase",
                "seconds",
                "keys",
                "keys/s",
                "requests/s",
                "p50",
                "p99",
                "max",
                "failed");
        new RotationScenario(options, vertx, clinic, node, environment, table).measure();
      }
      report.finish();
    }
  }

  private void measure() throws Exception {
    long end = System.nanoTime() + options.warmUp().toNanos();
    load(() -> System.nanoTime() < end);
    long all = keysByOthers();
    long until = System.nanoTime() + options.measure().toNanos();
    row("before", () -> System.nanoTime() < until);
    try (ChildProcess first = rotate("rotation-1")) {
      row("until it is killed", () -> first.handle().isAlive() && keysByOthers() > all / 2);
      first.handle().destroyForcibly();
    }
    try (ChildProcess second = rotate("rotation-2")) {
      row("begun again", () -> second.handle().isAlive());
    }
    if (keysByOthers() > 0) {
      throw new IllegalStateException(keysByOthers() + " keys were not rewrapped");
    }
  }

  private void row(String phase, BooleanSupplier goesOn) throws Exception {
    long before = keysByOthers();
    long began = System.nanoTime();
    Result result = load(goesOn);
    double seconds = (System.nanoTime() - began) / 1e9;
    long keys = before - keysByOthers();
    table.row(
        phase,
        seconds,
        keys,
        keys / seconds,
        result.perSecond(),
        result.millis(50),
        result.millis(99),
        result.maxMillis(),
        result.othersThan(SqlRecordsClient.DONE));
  }

  private ChildProcess rotate(String name) {
    List<String> command = List.of(ChildProcess.java(), "-jar", ProjectFolder.jar().toString(), "rotate-keys");
    return ChildProcess.start(name, command, new HashMap<>(rotating));
  }

  /** Half of the clients open records, the others save drafts. */
  private Result load(BooleanSupplier goesOn) throws Exception {
    BenchOptions slice = options.lasting(Duration.ZERO, SLICE);
    List<Result> slices = new ArrayList<>();
    do {
      drafts.provide((int) SLICE.toSeconds() * MOST_A_SECOND / 10);
      tokens.renew();
      Opener saving = RecordLanes.overHttp(client, node.url(), tokens, drafts);
      Opener opening =
          HttpRequestFactory.lanes(
              client,
              node.url(),
              () -> {
                Opened wanted = records.take();
                String path = "/api/patients/" + wanted.patientId() + "/chart";
                return HttpRequestFactory.get(
                    node.url(), path, "Authorization", "Bearer " + tokens.of(wanted.doctorId()));
              });
      AtomicInteger lanes = new AtomicInteger();
      Opener both = () -> (lanes.getAndIncrement() % 2 == 0 ? saving : opening).open();
      slices.add(HttpLoadGenerator.closed(vertx, CLIENTS, both, slice, new CpuRecorder()));
    } while (goesOn.getAsBoolean());
    return Result.together(slices);
  }

  /** How many keys another key of the clinic has wrapped than the new one. */
  private long keysByOthers() {
    try {
      String current = ClinicKeys.of(List.of(NEW_KEY)).current().await();
      return Long.parseLong(
          clinic
              .column("SELECT count(*) FROM platform.patient_key WHERE wrapped_by <> '%s'".formatted(current))
              .get(0));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
