package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.cluster.notes.NoteChaosReport;
import io.clinibus.cluster.notes.NotePages;
import io.clinibus.embedded.TestPostgres;
import io.clinibus.platform.db.Database;
import io.clinibus.settings.Settings;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.RestFixture;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Doctors type and sign notes while the node is killed, PostgreSQL restarted and connections cut at
 * random: no signed word is lost, no typing older than 5 s is unsaved when it happens, and
 * encounters and visits agree. {@code bench/chaos notes} runs it; {@code EncounterFailureIT} is the
 * short version.
 */
@Tag("exclusive")
@EnabledIfSystemProperty(named = "chaos", matches = "full")
class NoteChaosIT {

  private static final int ROUNDS = Integer.getInteger("chaos.rounds", 200);
  private static final int PAGES = 8;
  private static final long SEED = Long.getLong("chaos.seed", 20261130);
  private static final int LONGEST_WAIT_MILLIS = 2_500;
  private static final int PATIENCE_SECONDS = 120;
  private static final Duration MOST_UNSAVED = Duration.ofSeconds(5);

  private static final String CUT =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      """;

  /** Encounters whose visit has another state than they have. */
  private static final String DISAGREEING =
      """
      SELECT count(*) FROM records.encounter e JOIN scheduling.appointment a ON a.id = e.appointment_id
       WHERE (e.status = 'FINISHED') <> (a.status = 'COMPLETED')
      """;

  private enum Fault {
    NODE_KILLED,
    POSTGRESQL_RESTARTED,
    CONNECTIONS_CUT
  }

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final NoteChaosReport report = new NoteChaosReport();
  private TestPostgres postgres;
  private Vertx vertx;
  private volatile ChildNode node;
  private volatile URI url;
  private NotePages pages;

  @BeforeEach
  void open() {
    postgres = TestPostgres.start(folder.resolve("data"));
    startNode();
    vertx = Vertx.vertx();
    var database = Database.pool(vertx, new Settings.Database(postgres.url(), 1));
    pages = new NotePages(RestFixture.at(url, database), () -> url, PAGES, SEED);
  }

  @AfterEach
  void close() {
    vertx.close().await();
    node.kill();
    postgres.close();
  }

  @Test
  void noAcknowledgedWordIsLostAndEncountersAgreeWithVisits() throws SQLException {
    pages.start();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        round(Fault.values()[random.nextInt(Fault.values().length)]);
      }
      pages.finish();
      assertThat(disagreeing()).isZero();
    } finally {
      report.finish(pages);
    }
    assertThat(pages.signed()).isPositive();
  }

  private void round(Fault fault) throws SQLException {
    pages.awaitAnswers(System.nanoTime());
    awaitMillis(random.nextInt(LONGEST_WAIT_MILLIS));
    Duration unsaved = pages.unsaved();
    var kept = pages.kept();
    long began = System.nanoTime();
    happen(fault);
    pages.awaitAnswers(System.nanoTime());
    report.round(fault.name(), unsaved, Duration.ofNanos(System.nanoTime() - began));
    pages.check(kept);
    assertThat(disagreeing()).as("after " + fault).isZero();
    assertThat(unsaved).as("unsaved typing before " + fault).isLessThan(MOST_UNSAVED);
  }

  private void happen(Fault fault) throws SQLException {
    switch (fault) {
      case NODE_KILLED -> {
        node.kill();
        startNode();
      }
      case POSTGRESQL_RESTARTED -> postgres.restart(() -> {});
      case CONNECTIONS_CUT -> query(CUT);
    }
  }

  private void startNode() {
    node = ChildNode.launch(ChildNode.production(postgres.url()));
    url = node.url();
  }

  private long disagreeing() throws SQLException {
    return query(DISAGREEING);
  }

  private long query(String sql) throws SQLException {
    try (Connection connection = Database.connect(new Settings.Database(postgres.url(), 1));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() && rows.getMetaData().getColumnTypeName(1).equals("int8")
          ? rows.getLong(1)
          : 0;
    }
  }

  private static void awaitMillis(int millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> System.nanoTime() - until >= 0);
  }
}
