package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.SqlBookingClient;
import io.clinibus.bench.load.EventLoopPool;
import io.clinibus.bench.load.FreeSlotSource;
import io.clinibus.bench.load.HttpLoadConnection;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * 200 clients request one slot, 20 times: exactly one gets it each time, and all get a reply soon.
 */
public final class BookingRaceScenario {

  private static final int CLIENTS = 200;
  private static final int ROUNDS = 20;
  private static final int WARM_UP_ROUNDS = 150;
  private static final int BOOKED = 201;
  private static final int LOST = 409;
  private static final int POOL = 16;

  /** One client's try. */
  private interface Try {
    Future<Integer> book(FreeSlotSource.Opening slot, UUID patient);
  }

  private final BenchServices clinic;
  private final FreeSlotSource openings;

  /** Strong reference: a client that is garbage-collected closes its connections. */
  private final NetClient client;

  private BookingRaceScenario(Vertx vertx, BenchServices clinic, FreeSlotSource openings) {
    this.clinic = clinic;
    this.openings = openings;
    this.client = vertx.createNetClient();
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, options);
        BenchNodeProcess node = BenchNodeProcess.start(clinic, options);
        SqlBookingClient sql = new SqlBookingClient(vertx, clinic, POOL)) {
      FreeSlotSource openings = new FreeSlotSource(clinic, node, 20);
      openings.provide(1_000);
      TablePrinter table =
          report.table(
              CLIENTS + " clients want one slot, " + ROUNDS + " times; milliseconds",
              "by",
              "winners",
              "losers",
              "others",
              "deadlocks",
              "loser p50",
              "loser p99",
              "last of all",
              "all rounds");
      var bench = new BookingRaceScenario(vertx, clinic, openings);
      bench.measure("product", table, bench.overHttp(vertx, node));
      bench.measure("SQL statement alone", table, List.of(sql::book));
      report.finish();
    }
  }

  private void measure(String by, TablePrinter table, List<Try> clients) throws Exception {
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      round(clients, new ArrayList<>(), new Histogram(3));
    }
    long deadlocks = deadlocks();
    List<Integer> outcomes = new ArrayList<>();
    Histogram losers = new Histogram(3);
    long slowest = 0;
    long sum = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long took = round(clients, outcomes, losers);
      slowest = Math.max(slowest, took);
      sum += took;
    }
    long won = outcomes.stream().filter(outcome -> outcome == BOOKED).count();
    long lost = outcomes.stream().filter(outcome -> outcome == LOST).count();
    table.row(
        by,
        won,
        lost,
        outcomes.size() - won - lost,
        deadlocks() - deadlocks,
        losers.getValueAtPercentile(50) / 1e6,
        losers.getValueAtPercentile(99) / 1e6,
        slowest / 1e6,
        sum / 1e6);
  }

  /** All at once; gives how long it took until the last was answered. */
  private long round(List<Try> clients, List<Integer> outcomes, Histogram losers)
      throws InterruptedException {
    FreeSlotSource.Opening slot = openings.take();
    List<Future<Integer>> answers = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < CLIENTS; i++) {
      UUID patient = UUID.fromString(openings.patients().get(i));
      answers.add(
          clients
              .get(i % clients.size())
              .book(slot, patient)
              .onSuccess(
                  outcome -> {
                    if (outcome == LOST) {
                      synchronized (losers) {
                        losers.recordValue(System.nanoTime() - began);
                      }
                    }
                  }));
    }
    Future.all(answers).await();
    long took = System.nanoTime() - began;
    answers.forEach(answer -> outcomes.add(answer.result()));
    TimeUnit.MILLISECONDS.sleep(50);
    return took;
  }

  /** 200 connections that are open already. */
  private List<Try> overHttp(Vertx vertx, BenchNodeProcess node) throws Exception {
    List<Context> loops = EventLoopPool.of(vertx, CLIENTS);
    String token = node.token();
    List<Try> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Context loop = loops.get(i % loops.size());
      Promise<HttpLoadConnection> opened = Promise.promise();
      loop.runOnContext(turn -> HttpLoadConnection.open(client, node.url()).onComplete(opened));
      HttpLoadConnection lane = opened.future().await();
      clients.add((slot, patient) -> book(node, token, loop, lane, slot, patient));
    }
    return clients;
  }

  private static Future<Integer> book(
      BenchNodeProcess node, String token, Context loop, HttpLoadConnection lane, FreeSlotSource.Opening slot, UUID patient) {
    Promise<Integer> answered = Promise.promise();
    var wanted =
        new FreeSlotSource.Opening(
            slot.doctor(),
            patient,
            slot.start(),
            slot.starts(),
            slot.ends(),
            slot.freeAgain(),
            slot.day(),
            slot.rules());
    Buffer request =
        HttpRequestFactory.booking(
            node.url(), token, wanted, patient.toString() + slot.doctor() + slot.start());
    loop.runOnContext(
        turn -> lane.send(request, (status, bytes, body, end) -> answered.complete(status)));
    return answered.future();
  }

  private long deadlocks() throws Exception {
    return Long.parseLong(
        clinic
            .column("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .get(0));
  }
}
