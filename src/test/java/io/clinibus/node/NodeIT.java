package io.clinibus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.clinibus.platform.db.Database;
import io.clinibus.platform.telemetry.UnhandledErrors;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIT {

  @Test
  void startsWithRealServersAndStops() {
    try (TestNode node = TestNode.start()) {
      assertThat(node.node().port()).hasValueSatisfying(port -> assertThat(port).isPositive());
    }
  }

  @Test
  void stopsAlthoughSomethingNeverCloses() {
    TestNode node = TestNode.start();
    ((VertxInternal) node.node().platform().vertx()).addCloseHook(closed -> {});
    try (var logs = ExpectedLogs.of(Node.class, "shutdown incomplete")) {
      node.close();
      assertThat(logs.events()).hasSize(1);
    }
  }

  @Test
  void errorsThatNoHandlerCatchesAreCounted() {
    try (var logs = ExpectedLogs.of(UnhandledErrors.class, "unhandled error");
        TestNode node = TestNode.start()) {
      node.node()
          .platform()
          .vertx()
          .runOnContext(
              begun -> {
                throw new IllegalStateException("for the test");
              });
      await()
          .untilAsserted(
              () ->
                  assertThat(node.metric("clinibus_unhandled_errors_total{origin=\"other\"}"))
                      .isEqualTo(1));
      assertThat(logs.events()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"5, ahead of", "-5, behind"})
  void aNodeWhoseClockDiffersFromPostgresqlsIsDegraded(int seconds, String direction) {
    Settings settings = TestNode.settings(TestServers.newDatabase());
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    try (TestNode node = TestNode.start(settings, clock)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(readiness(node))
                      .contains("\"degraded\"", "\"clock\":\"down\"")
                      .containsPattern("clock is \\d\\.\\d s " + direction + " PostgreSQL's"));
      // A slow answer hides a part of the difference until it is measured again.
      await()
          .untilAsserted(
              () ->
                  assertThat(node.metric("clinibus_clock_ahead_seconds"))
                      .isCloseTo(seconds, within(1.0)));
    }
  }

  @Test
  void aNodeWhoseClockAgreesWithPostgresqlsIsNotDegraded() throws Exception {
    try (TestNode node = TestNode.start()) {
      assertThat(readiness(node)).contains("\"clock\":\"up\"").doesNotContain("clock:");
    }
  }

  private static String readiness(TestNode node) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(node.management().resolve("/health/ready")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void aStoppingNodeCompletesJobsInFlight() throws SQLException {
    Settings settings = TestNode.settings(TestServers.newDatabase());
    Node node = TestNode.start(settings, Clock.systemUTC()).node();
    try (Connection other = Database.connect(settings.database());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE notifications.delivery");
      await().until(() -> isWaiting(node));
      Future<Void> stopped = node.stop();
      await().during(Duration.ofMillis(300)).until(() -> !stopped.isComplete());
      other.rollback();
      BusFixture.await(stopped);
    }
    assertThat(runs(node, "FAILED").count()).isZero();
    assertThat(runs(node, "OK").count()).isPositive();
  }

  private static boolean isWaiting(Node node) {
    String waiting =
        """
        SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'
        """;
    return BusFixture.await(node.platform().database().query(waiting).execute()).size() > 0;
  }

  private static Timer runs(Node node, String outcome) {
    return node.platform()
        .metrics()
        .registry()
        .get("clinibus.job.run")
        .tags("task", "send-mails", "outcome", outcome)
        .timer();
  }
}
