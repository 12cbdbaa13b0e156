package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.SqlRecordsClient;
import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.load.HttpLoadGenerator.Lane;
import io.clinibus.bench.load.HttpLoadGenerator.Opener;
import io.clinibus.bench.load.HttpLoadGenerator.Result;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.CompilationMonitor;
import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.records.DoctorTokens;
import io.clinibus.bench.records.DraftSource;
import io.clinibus.bench.records.DraftSource.Draft;
import io.clinibus.bench.records.RecordLanes;
import io.clinibus.bench.records.RecordNotes;
import io.clinibus.bench.records.RecordSource;
import io.clinibus.bench.records.RecordSource.Opened;
import io.clinibus.bench.records.RecordsDataSet;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.platform.sealing.PatientKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Records among 100,000 patients with 20 encounters each, all sealed: opened, drafts saved, notes
 * signed. The limits are the same statements straight at the same PostgreSQL, and the cipher alone.
 */
public final class RecordsScenario {

  private static final int POOL = 16;
  private static final int CLIENTS = 16;
  private static final int DONE = SqlRecordsClient.DONE;
  private static final int PAGE = 50;
  private static final int CHART = 1_000;

  /** Short ones, so that whatever else the machine does meets both sides. */
  private static final int TURNS = 4;


  /** More than can be signed in a second. */
  private static final int MOST_A_SECOND = 1_000;

  private static final int CIPHER_ROUNDS = 50_000;

  /**
   * @param drafts whether it uses some up
   * @param notes how many are opened or sealed by a request
   */
  private record Work(String name, Opener product, Opener sql, boolean drafts, int notes) {}

  private final BenchOptions options;
  private final Vertx vertx;
  private final BenchServices clinic;
  private final BenchNodeProcess node;
  private final URI url;
  private final NetClient client;
  private final DraftSource drafts;
  private final SqlRecordsClient sql;
  private final DoctorTokens tokens;

  private RecordsScenario(BenchOptions options, Vertx vertx, BenchServices clinic, BenchNodeProcess node) throws Exception {
    this.options = options;
    this.vertx = vertx;
    this.clinic = clinic;
    this.node = node;
    this.url = node.url();
    this.client = vertx.createNetClient();
    this.drafts = new DraftSource(vertx, clinic);
    this.sql = new SqlRecordsClient(vertx, clinic, POOL);
    this.tokens = new DoctorTokens(clinic.services().signingKey(), node.publicUrl(), drafts.doctors());
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, RecordsDataSet.NAME, RecordsDataSet.SIZE, RecordsDataSet::fill);
        BenchNodeProcess node = BenchNodeProcess.start(clinic, options)) {
      var bench = new RecordsScenario(options, vertx, clinic, node);
      double cipherMicros = bench.cipher(report);
      TablePrinter table =
          report.table(
              "Records of %,d patients, %d clients, then one: requests a second; milliseconds of time, and of CPU a request"
                  .formatted(RecordsDataSet.SIZE.patients(), CLIENTS),
              "request",
              "product/s",
              "SQL/s",
              "ratio",
              "p50",
              "p99",
              "SQL p50",
              "SQL p99",
              "1: p50",
              "1: p99",
              "node CPU",
              "PG CPU",
              "SQL CPU",
              "cipher",
              "others");
      List<Work> all = bench.all();
      bench.warmUp(all);
      for (Work work : all) {
        bench.measure(work, cipherMicros, table);
      }
      report.finish();
    }
  }

  private List<Work> all() throws Exception {
    Draft any = firstDraft();
    byte[] sealed = RecordNotes.sealed(drafts.key(any), any.id(), 1);
    RecordSource records = RecordSource.any(clinic);
    return List.of(
        reading("chart, 20 encounters", records, "chart", CHART, 23),
        reading("timeline, first page", records, "timeline", PAGE, 23),
        reading("chart, 200 encounters", RecordSource.manyEncounters(clinic), "chart", CHART, 203),
        reading("timeline of those, first page", RecordSource.manyEncounters(clinic), "timeline", PAGE, PAGE),
        reading("chart, 500 entries", RecordSource.manyEntries(clinic), "chart", CHART, 500),
        new Work(
            "save a draft",
            RecordLanes.overHttp(client, url, tokens, drafts),
            RecordLanes.bySql(sql, drafts, sealed),
            true,
            1),
        new Work(
            "sign",
            HttpRequestFactory.lanes(client, url, () -> request(drafts.take())),
            lanes(drafts::take, sql::sign),
            true,
            2));
  }

  private Draft firstDraft() throws Exception {
    drafts.provide(1);
    return drafts.take();
  }

  private Work reading(String name, RecordSource records, String part, int most, int notes) {
    return new Work(
        name,
        HttpRequestFactory.lanes(client, url, () -> request(records.take(), part)),
        lanes(records::take, opened -> sql.open(opened, most)),
        false,
        notes);
  }

  private Buffer request(Opened wanted, String part) {
    return HttpRequestFactory.get(
        url,
        "/api/patients/" + wanted.patientId() + "/" + part,
        "Authorization",
        "Bearer " + tokens.of(wanted.doctorId()));
  }

  private Buffer request(Draft draft) {
    return draft == null
        ? null
        : HttpRequestFactory.post(
            url,
            "/api/encounters/" + draft.id() + "/signature",
            tokens.of(draft.doctorId()),
            "{}",
            "If-Match",
            "\"1\"");
  }

  private static <T> Opener lanes(Supplier<T> source, Function<T, Future<Integer>> sql) {
    return () ->
        Future.succeededFuture(
            new Lane() {
              @Override
              public boolean ask(IntConsumer done) {
                T next = source.get();
                if (next == null) {
                  return false;
                }
                sql.apply(next).onSuccess(done::accept);
                return true;
              }

              @Override
              public void close() {}
            });
  }

  /** Both sides compile what they run before anything is compared. */
  private void warmUp(List<Work> all) throws Exception {
    CompilationMonitor.settle(
        node,
        options,
        slice -> {
          BenchOptions part = slice.lasting(Duration.ZERO, slice.measure().dividedBy(all.size()));
          for (Work work : all) {
            run(work, work.product(), part, new CpuRecorder());
          }
        });
    for (Work work : all) {
      run(work, work.sql(), options.lasting(Duration.ZERO, options.warmUp()), new CpuRecorder());
    }
  }

  private void measure(Work work, double cipherMicros, TablePrinter table) throws Exception {
    CpuRecorder cpu = new CpuRecorder().with("node", node.process()).with("postgres", clinic.postgres());
    BenchOptions turn = options.lasting(options.warmUp().dividedBy(TURNS), options.measure().dividedBy(TURNS));
    List<Result> products = new ArrayList<>();
    List<Result> limits = new ArrayList<>();
    double nodeMillis = 0;
    double postgresMillis = 0;
    double limitMillis = 0;
    for (int i = 0; i < TURNS; i++) {
      products.add(run(work, work.product(), turn, cpu));
      nodeMillis += cpu.millis("node");
      postgresMillis += cpu.millis("postgres");
      limits.add(run(work, work.sql(), turn, cpu));
      limitMillis += cpu.millis("postgres");
    }
    Result product = Result.together(products);
    Result limit = Result.together(limits);
    Result one = run(work, work.product(), 1, turn.lasting(turn.warmUp(), options.measure()), cpu);
    long requests = product.latency().getTotalCount();
    table.row(
        work.name(),
        product.perSecond(),
        limit.perSecond(),
        product.perSecond() / limit.perSecond(),
        product.millis(50),
        product.millis(99),
        limit.millis(50),
        limit.millis(99),
        one.millis(50),
        one.millis(99),
        nodeMillis / requests,
        postgresMillis / requests,
        limitMillis / limit.latency().getTotalCount(),
        work.notes() * cipherMicros / 1e3,
        product.othersThan(DONE) + limit.othersThan(DONE) + one.othersThan(DONE));
  }

  private Result run(Work work, Opener lanes, BenchOptions options, CpuRecorder cpu) throws Exception {
    return run(work, lanes, CLIENTS, options, cpu);
  }

  private Result run(Work work, Opener lanes, int clients, BenchOptions options, CpuRecorder cpu)
      throws Exception {
    tokens.renew();
    if (work.drafts()) {
      double seconds = (options.warmUp().plus(options.measure()).toMillis() + 500) / 1e3;
      drafts.provide((int) (seconds * MOST_A_SECOND));
    }
    return HttpLoadGenerator.closed(vertx, clients, lanes, options, cpu);
  }

  /** How long sealing and opening a note take by the cipher alone, in microseconds, on one thread. */
  private double cipher(BenchReport report) throws Exception {
    Draft draft = firstDraft();
    PatientKey key = drafts.key(draft);
    byte[] clear = RecordNotes.json().getBytes(StandardCharsets.UTF_8);
    var place = RecordNotes.place(draft.id(), 1);
    byte[] sealed = key.seal(place, clear);
    double sealing = micros(() -> key.seal(place, clear));
    double opening = micros(() -> key.open(place, sealed));
    TablePrinter table =
        report.table("The cipher alone: a note of %d bytes, one thread".formatted(clear.length), "work", "µs", "a second");
    table.row("seal", sealing, 1e6 / sealing);
    table.row("open", opening, 1e6 / opening);
    return opening;
  }

  private static double micros(Supplier<byte[]> work) {
    for (int i = 0; i < CIPHER_ROUNDS; i++) {
      work.get();
    }
    long began = System.nanoTime();
    for (int i = 0; i < CIPHER_ROUNDS; i++) {
      work.get();
    }
    return (System.nanoTime() - began) / 1e3 / CIPHER_ROUNDS;
  }
}
