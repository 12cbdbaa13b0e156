package io.clinibus.bench.scenario;

import io.clinibus.bench.load.FreeSlotSource;
import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.ClusterProcesses;
import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.scaling.ClusterCostReport;
import io.clinibus.bench.settings.BenchOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Bookings and slot reads, spread over the nodes of a cluster, and what they cost. */
final class ClusterCostScenario {

  private static final int CLIENTS = 32;
  private static final int[] BOOKINGS = {100, 300};
  private static final int READS = 2_000;

  /** More than can be booked in a second, with those at a fixed rate. */
  private static final int MOST_A_SECOND = 3_000;

  private static final int OK = 200;
  private static final int BOOKED = 201;

  /** Until the compiler has seen enough of a node; each node must see as much. */
  private static final int WARM_BOOKINGS = 3_000;

  private static final int WARM_READS = 30_000;
  private static final Duration WARM_AT_MOST = Duration.ofSeconds(40);
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final int DOCTORS = 50;

  /** Days that no other part reads. */
  private static final int FIRST_FRESH_DAY = 450;

  private static final int FRESH_DAYS = 275;

  /** CPU milliseconds of a request, and how many there were with those to warm up. */
  private record Cost(double nodes, double postgres, int withWarmUp) {}

  private final String name;
  private final BenchServices clinic;
  private final ClusterProcesses cluster;
  private final BenchOptions options;
  private final Vertx vertx;
  private final TablePrinter table;
  private final NetClient client;
  private final String token;
  private final FreeSlotSource openings;
  private final List<String> days = new ArrayList<>();
  private final Iterator<String> freshDays;
  private double rest;
  private double restPostgres;

  ClusterCostScenario(String name, BenchServices clinic, ClusterProcesses cluster, BenchOptions options, Vertx vertx, TablePrinter table)
      throws Exception {
    this.name = name;
    this.clinic = clinic;
    this.cluster = cluster;
    this.options = options;
    this.vertx = vertx;
    this.table = table;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.token = cluster.doors().get(0).token();
    this.openings = new FreeSlotSource(clinic, cluster.doors().get(0), DOCTORS);
    List<String> fresh = new ArrayList<>();
    for (String doctor : doctors()) {
      days.add(path(doctor, FIRST_FRESH_DAY - 1));
      for (int day = FIRST_FRESH_DAY; day < FIRST_FRESH_DAY + FRESH_DAYS; day++) {
        fresh.add(path(doctor, day));
      }
    }
    Collections.shuffle(fresh, new Random(name.hashCode()));
    this.freshDays = fresh.iterator();
  }

  /** Every node has compiled what it runs. */
  void warmUp() throws Exception {
    int nodes = cluster.doors().size();
    openings.provide(
        nodes * WARM_BOOKINGS + MOST_A_SECOND * (int) options.measure().plus(WARM_UP).toSeconds());
    BenchOptions longest = options.lasting(Duration.ZERO, WARM_AT_MOST);
    asFastAsCanBe(longest, limited(nodes * WARM_BOOKINGS, this::booking));
    asFastAsCanBe(longest, limited(nodes * WARM_READS, this::read));
  }

  /** The costs are those under full load, when a node is woken for more than one request. */
  ClusterCostReport measure() throws Exception {
    atRest();
    for (int rate : BOOKINGS) {
      clinic.execute("CHECKPOINT");
      open("bookings", rate, BOOKED, this::booking);
    }
    clinic.execute("CHECKPOINT");
    double before = logBytes();
    Cost booking = closed("bookings", BOOKED, this::booking);
    double log = (logBytes() - before) / 1024 / booking.withWarmUp();
    open("reads", READS, OK, this::read);
    Cost read = closed("reads", OK, this::read);
    Cost fresh = closed("days not read before", OK, this::fresh);
    return new ClusterCostReport(
        rest,
        restPostgres,
        booking.nodes(),
        booking.postgres(),
        log,
        read.nodes(),
        fresh.nodes(),
        fresh.postgres(),
        0,
        0);
  }

  private void atRest() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
    CpuRecorder cpu = cpu();
    cpu.begin();
    TimeUnit.NANOSECONDS.sleep(options.measure().toNanos());
    rest = cpu.millis("node") / cpu.seconds();
    restPostgres = cpu.millis("postgres") / cpu.seconds();
    table.row(name + ", at rest", null, null, null, null, null, rest, restPostgres);
  }

  private void open(String what, int rate, int wanted, Function<URI, Buffer> request)
      throws InterruptedException {
    CpuRecorder cpu = cpu();
    HttpLoadGenerator.Result result =
        HttpLoadGenerator.open(vertx, rate, CLIENTS, lanes(request), options.lasting(WARM_UP, time()), cpu);
    cost(rate + " " + what, wanted, result, cpu);
  }

  private Cost closed(String what, int wanted, Function<URI, Buffer> request)
      throws InterruptedException {
    CpuRecorder cpu = cpu();
    AtomicInteger given = new AtomicInteger();
    HttpLoadGenerator.Opener counted =
        lanes(
            url -> {
              given.incrementAndGet();
              return request.apply(url);
            });
    HttpLoadGenerator.Result result =
        HttpLoadGenerator.closed(vertx, CLIENTS, counted, options.lasting(WARM_UP, time()), cpu);
    Cost cost = cost(what + " at most", wanted, result, cpu);
    return new Cost(cost.nodes(), cost.postgres(), given.get());
  }

  private Cost cost(String what, int wanted, HttpLoadGenerator.Result result, CpuRecorder cpu) {
    double seconds = cpu.seconds();
    double nodes = cpu.millis("node");
    double postgres = cpu.millis("postgres");
    double available = seconds * BenchReport.processors() * 10;
    long count = result.latency().getTotalCount();
    Cost cost =
        new Cost((nodes - rest * seconds) / count, (postgres - restPostgres * seconds) / count, 0);
    table.row(
        name + ", " + what,
        result.perSecond(),
        result.millis(50),
        result.millis(99),
        result.maxMillis(),
        result.othersThan(wanted),
        cost.nodes(),
        cost.postgres(),
        nodes / available,
        postgres / available,
        cpu.millis("driver") / available);
    return cost;
  }

  /** Each node has as many of the lanes. */
  private HttpLoadGenerator.Opener lanes(Function<URI, Buffer> request) {
    List<HttpLoadGenerator.Opener> openers = new ArrayList<>();
    for (BenchNodeProcess node : cluster.doors()) {
      Supplier<Buffer> requests = () -> request.apply(node.url());
      openers.add(HttpRequestFactory.lanes(client, node.url(), requests));
    }
    AtomicInteger next = new AtomicInteger();
    return () -> openers.get(next.getAndIncrement() % openers.size()).open();
  }

  private void asFastAsCanBe(BenchOptions longest, Function<URI, Buffer> request)
      throws InterruptedException {
    HttpLoadGenerator.closed(vertx, CLIENTS, lanes(request), longest, new CpuRecorder());
  }

  private Duration time() {
    return options.measure();
  }

  private static Function<URI, Buffer> limited(int most, Function<URI, Buffer> request) {
    AtomicInteger given = new AtomicInteger();
    return url -> given.getAndIncrement() < most ? request.apply(url) : null;
  }

  private Buffer booking(URI url) {
    FreeSlotSource.Opening opening = openings.take();
    return opening == null ? null : HttpRequestFactory.booking(url, token, opening);
  }

  private Buffer read(URI url) {
    return HttpRequestFactory.get(url, days.get(ThreadLocalRandom.current().nextInt(days.size())));
  }

  private Buffer fresh(URI url) {
    synchronized (freshDays) {
      return freshDays.hasNext() ? HttpRequestFactory.get(url, freshDays.next()) : null;
    }
  }

  private CpuRecorder cpu() {
    return cluster.cpu().with("postgres", clinic.postgres());
  }

  private double logBytes() throws SQLException {
    return Double.parseDouble(clinic.column("SELECT pg_current_wal_insert_lsn() - '0/0'").get(0));
  }

  private List<String> doctors() throws SQLException {
    return clinic.column(
        "SELECT doctor_id FROM scheduling.calendar WHERE NOT closed ORDER BY 1 LIMIT " + DOCTORS);
  }

  private static String path(String doctor, int day) {
    return "/api/appointments/doctor/%s/available-slots?date=%s"
        .formatted(doctor, LocalDate.now().plusDays(day));
  }
}
