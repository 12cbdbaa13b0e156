package io.clinibus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.platform.db.Database;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeIT {

  @Test
  void startsWithRealServersAndStops() {
    try (TestNode node = TestNode.start()) {
      assertThat(node.node().port()).hasValueSatisfying(port -> assertThat(port).isPositive());
    }
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
