package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.cluster.chaos.Balancer;
import io.clinibus.cluster.chaos.Bookings;
import io.clinibus.cluster.chaos.ChaosReport;
import io.clinibus.cluster.chaos.Chronicle;
import io.clinibus.cluster.chaos.Fleet;
import io.clinibus.cluster.chaos.Pages;
import io.clinibus.cluster.chaos.Phase;
import io.clinibus.cluster.chaos.Truth;
import io.clinibus.embedded.TestPostgres;
import io.clinibus.platform.db.Database;
import io.clinibus.settings.Settings;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes under steady booking, watched by 500 live pages, while one fault follows another:
 * nothing acknowledged is lost, nothing is booked twice, and every page is right again within
 * seconds. With {@code -Dchaos=full} for minutes, as {@code bench/chaos} runs it; otherwise
 * briefly.
 */
@Tag("exclusive")
class ChaosIT {

  private static final boolean FULL = "full".equals(System.getProperty("chaos"));
  private static final int PER_SECOND = 25;
  private static final int PAGES = 500;
  private static final int NODES = 3;
  private static final int KILLS = FULL ? 6 : 2;
  private static final Duration A_FAULT = Duration.ofSeconds(FULL ? 20 : 5);
  private static final Duration FREEZE = Duration.ofSeconds(FULL ? 10 : 0);
  private static final Duration CUT = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(FULL ? 5 : 10);
  private static final Duration SOON_AFTER_A_CUT = Duration.ofSeconds(10);

  /** How long a page may show itself as live after its node stopped answering. */
  private static final Duration LONGEST_CLAIM = SOON;

  private static final int PATIENCE_SECONDS = 60;

  @TempDir private Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Chronicle chronicle = new Chronicle();
  private TestPostgres postgres;
  private Fleet fleet;
  private Balancer balancer;
  private Bookings bookings;
  private Truth truth;
  private Pages pages;

  private Phase none;
  private Phase restarted;
  private Phase frozen;
  private Phase drained;
  private Phase cut;

  @BeforeEach
  void open() {
    postgres = opened(TestPostgres.start(folder.resolve("data")));
    fleet = opened(new Fleet(postgres.url(), folder, NODES));
    balancer = opened(new Balancer(fleet));
    Vertx vertx = Vertx.vertx();
    opened(() -> vertx.close().await());
    var database = Database.pool(vertx, new Settings.Database(postgres.url(), 1));
    var hospital = RestFixture.at(fleet.addresses().get(0).url(), database);
    bookings = opened(new Bookings(hospital, balancer, chronicle));
    truth = new Truth(hospital, bookings);
    pages = opened(new Pages(PAGES, bookings, balancer, chronicle));
  }

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void acknowledgedBookingsAreNeitherLostNorDoubledAndPagesConverge() {
    var report = new ChaosReport();
    report.option("full", FULL);
    report.option("bookingsPerSecond", PER_SECOND);
    pages.measureLag();
    bookings.start(PER_SECOND, pages);
    awaitTime(Instant.now().plus(A_FAULT)); // Until the nodes are warm.
    List<String> unpromised;
    try {
      inject();
      bookings.stop();
      pages.awaitAllKnown();
      chronicle.now().ended(pages.connected());
      fleet.addresses().forEach(node -> pages.awaitSameAs(node.url()));
    } finally {
      pages.giveUp();
      unpromised = truth.check();
      report.finish(chronicle, pages, FULL ? Path.of("bench/results/chaos.json") : null);
    }
    assertThat(unpromised).as("bookings that were not acknowledged").isEmpty();
    assertThat(bookings.wrong()).as("unexpected answers").isEmpty();
    chronicle.phases().forEach(this::check);
  }

  private void check(Phase phase) {
    assertThat(phase.lost()).as("lost: " + phase).isZero();
    assertThat(phase.doubled()).as("doubled: " + phase).isZero();
    if (phase != none) {
      assertThat(phase.right())
          .as("all right: " + phase)
          .isLessThan(phase == cut ? SOON_AFTER_A_CUT : SOON);
    }
    if (phase == restarted) {
      assertThat(phase.moved()).as("pages that lost their node: " + phase).isZero();
    }
    if (phase == frozen) {
      assertThat(phase.longestClaim()).as("claimed: " + phase).isLessThan(LONGEST_CLAIM);
    }
    if (phase == drained || phase == cut) {
      assertThat(phase.refused()).as("refused: " + phase).isZero();
    }
  }

  private void inject() {
    none = during("none", phase -> {});
    for (int kill = 0; kill < KILLS; kill++) {
      int place = kill % NODES;
      during("kill -9 of node " + (place + 1), phase -> kill(phase, place));
    }
    restarted = during("PostgreSQL restarted", this::restartPostgres);
    int silent = fleet.place(pages.busiest());
    frozen = during("node " + (silent + 1) + " frozen", phase -> freeze(phase, silent));
    int going = fleet.place(pages.busiest());
    drained = during("node " + (going + 1) + " drained", phase -> drain(phase, going));
    if (FULL) {
      balancer.blind(true);
      cut = during("the other two cut for " + CUT.toSeconds() + " s", this::cut);
      balancer.blind(false);
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.push(one);
    return one;
  }

  private Phase during(String fault, Consumer<Phase> happens) {
    Phase phase = chronicle.begin(fault, pages.connected());
    Instant until = Instant.now().plus(A_FAULT);
    happens.accept(phase);
    awaitTime(until);
    return phase;
  }

  private void kill(Phase phase, int place) {
    fleet.kill(place);
    Instant over = Instant.now();
    fleet.start(place);
    await().until(() -> phase.moved() > 0);
    settle(phase, over);
  }

  private void restartPostgres(Phase phase) {
    postgres.restart(
        () ->
            fleet
                .addresses()
                .forEach(
                    node -> {
                      await().until(() -> ready(node).status() == 503);
                      assertThat(ready(node).body().path("reasons").toString())
                          .contains("postgresql");
                    }));
    settle(phase, Instant.now());
  }

  private void freeze(Phase phase, int place) {
    Instant until = Instant.now().plus(FREEZE);
    fleet.freeze(place);
    try {
      fleet.awaitWhole();
      awaitTime(until);
    } finally {
      fleet.thaw(place);
    }
    settle(phase, Instant.now());
  }

  private void drain(Phase phase, int place) {
    fleet.drain(place);
    settle(phase, Instant.now());
  }

  private void cut(Phase phase) {
    Instant until = Instant.now().plus(CUT);
    fleet.cut();
    fleet.awaitAlone();
    awaitTime(until);
    fleet.mend();
    settle(phase, Instant.now());
  }

  private void settle(Phase phase, Instant over) {
    pages.awaitRight(truth);
    phase.right(Duration.between(over, Instant.now()));
    fleet.awaitWhole();
    phase.whole(Duration.between(over, Instant.now()));
  }

  private static void awaitTime(Instant until) {
    await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> !Instant.now().isBefore(until));
  }

  private static Answer ready(Fleet.Address node) {
    return RestClient.visitor(node.management()).get("/health/ready");
  }
}
