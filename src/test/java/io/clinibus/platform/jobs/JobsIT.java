package io.clinibus.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.node.Modules;
import io.clinibus.platform.Module;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.TestNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics of a node show which of its jobs fail. */
class JobsIT {

  private static final int PATIENCE_SECONDS = 30;
  private static final int FREQUENT_SECONDS = 5;
  private static final int RETENTION_SECONDS = 600;
  private static final Pattern PAUSE =
      Pattern.compile("clinibus_job_pause_seconds\\{task=\"([a-z-]+)\"\\} (\\S+)");

  private static TestNode node;

  @BeforeAll
  static void open() {
    node = TestNode.start();
  }

  @AfterAll
  static void close() {
    node.close();
  }

  @Test
  void everyJobHasMetrics() {
    Map<String, Double> pauses = pauses();
    assertThat(pauses).containsKeys("read-outbox", "send-mails");
    assertThat(retained()).isNotEmpty().allMatch(job -> pauses.get(job) == RETENTION_SECONDS);
    List<String> frequent =
        pauses.keySet().stream().filter(job -> pauses.get(job) <= FREQUENT_SECONDS).toList();
    assertThat(frequent).hasSizeGreaterThan(4);
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> frequent.stream().allMatch(job -> node.metric(runs(job, "OK")) > 0));
    frequent.forEach(job -> assertThat(node.metric(runs(job, "FAILED"))).isZero());
  }

  @Test
  void metricsShowThatAJobFailsAndRecovers() {
    String age = "clinibus_job_success_age_seconds{task=\"send-mails\"}";
    await().until(() -> node.metric(runs("send-mails", "OK")) > 0);
    try (ExpectedLogs logs = ExpectedLogs.of(Jobs.class, "job failed")) {
      sql("ALTER TABLE notifications.delivery RENAME TO lost");
      await()
          .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .until(() -> node.metric(runs("send-mails", "FAILED")) > 1 && node.metric(age) > 2);
      assertThat(logs.events()).hasSize(1);
    }
    sql("ALTER TABLE notifications.lost RENAME TO delivery");
    await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> node.metric(age) < 2);
    assertThat(node.metric(runs("expire-holds", "FAILED"))).isZero();
  }

  /** The jobs of the node with their pauses in seconds. */
  private static Map<String, Double> pauses() {
    return PAUSE
        .matcher(node.metrics())
        .results()
        .collect(
            Collectors.toMap(found -> found.group(1), found -> Double.valueOf(found.group(2))));
  }

  /** One job for each domain with rows that expire, and those of the outbox and of the web. */
  private static List<String> retained() {
    return Stream.concat(
            Modules.ALL.list().stream()
                .filter(module -> !module.retention().isEmpty())
                .map(Module::name),
            Stream.of("outbox", "web"))
        .map(name -> "purge-" + name)
        .toList();
  }

  private static String runs(String job, String outcome) {
    return "clinibus_job_run_seconds_count{outcome=\"" + outcome + "\",task=\"" + job + "\"}";
  }

  private static void sql(String statement) {
    BusFixture.await(node.node().platform().database().query(statement).execute());
  }
}
