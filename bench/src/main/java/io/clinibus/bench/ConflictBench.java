package io.clinibus.bench;

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

/** 200 clients want one slot, 20 times: exactly one gets it each time, and all are told soon. */
final class ConflictBench {

  private static final int CLIENTS = 200;
  private static final int ROUNDS = 20;
  private static final int WARM_UP_ROUNDS = 150;
  private static final int BOOKED = 201;
  private static final int LOST = 409;
  private static final int POOL = 16;

  /** One client's try. */
  private interface Try {
    Future<Integer> book(Openings.Opening slot, UUID patient);
  }

  private final Clinic clinic;
  private final Openings openings;

  /** Kept here, as a client that nobody refers to any more closes its connections. */
  private final NetClient client;

  private ConflictBench(Vertx vertx, Clinic clinic, Openings openings) {
    this.clinic = clinic;
    this.openings = openings;
    this.client = vertx.createNetClient();
  }

  static void run(Options options) throws Exception {
    Report report = new Report(options);
    Vertx vertx = Vertx.vertx();
    try (Clinic clinic = Clinic.open(vertx, options);
        Node node = Node.start(clinic, options);
        SqlLimit sql = new SqlLimit(vertx, clinic, POOL)) {
      Openings openings = new Openings(clinic, node, 20);
      openings.provide(1_000);
      Table table =
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
      var bench = new ConflictBench(vertx, clinic, openings);
      bench.measure("product", table, bench.overHttp(vertx, node));
      bench.measure("SQL statement alone", table, List.of(sql::book));
      report.finish();
    }
  }

  private void measure(String by, Table table, List<Try> clients) throws Exception {
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
    Openings.Opening slot = openings.take();
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
  private List<Try> overHttp(Vertx vertx, Node node) throws Exception {
    List<Context> loops = Loops.of(vertx, CLIENTS);
    String token = node.token();
    List<Try> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Context loop = loops.get(i % loops.size());
      Promise<HttpLane> opened = Promise.promise();
      loop.runOnContext(turn -> HttpLane.open(client, node.url()).onComplete(opened));
      HttpLane lane = opened.future().await();
      clients.add((slot, patient) -> book(node, token, loop, lane, slot, patient));
    }
    return clients;
  }

  private static Future<Integer> book(
      Node node, String token, Context loop, HttpLane lane, Openings.Opening slot, UUID patient) {
    Promise<Integer> answered = Promise.promise();
    var wanted =
        new Openings.Opening(
            slot.doctor(),
            patient,
            slot.start(),
            slot.starts(),
            slot.ends(),
            slot.freeAgain(),
            slot.day(),
            slot.rules());
    Buffer request =
        Requests.booking(
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
