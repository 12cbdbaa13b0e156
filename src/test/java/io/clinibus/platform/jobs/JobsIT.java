package io.clinibus.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.TestNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever runs a node learns from its metrics which of its jobs do not work. */
class JobsIT {

  private static final int PATIENCE_SECONDS = 30;
  private static final List<String> FREQUENT =
      List.of("expire-holds", "match-waitlist", "send-mails", "read-outbox", "read-revocations");
  private static final List<String> SELDOM =
      List.of("purge-outbox", "purge-scheduling", "purge-identity", "purge-notifications");

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
  void everyJobIsMeasured() {
    SELDOM.forEach(job -> assertThat(node.metric(pause(job))).isEqualTo(600));
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> FREQUENT.stream().allMatch(job -> node.metric(runs(job, "OK")) > 0));
    FREQUENT.forEach(job -> assertThat(node.metric(runs(job, "FAILED"))).isZero());
  }

  @Test
  void aJobThatFailsIsSeenAndSoIsThatItWorksAgain() {
    String age = "clinibus_job_success_age_seconds{task=\"send-mails\"}";
    await().until(() -> node.metric(runs("send-mails", "OK")) > 0);
    try (ExpectedLogs logs = ExpectedLogs.of(Jobs.class, "a job fails")) {
      sql("ALTER TABLE notifications.relay RENAME TO lost");
      await()
          .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .until(() -> node.metric(runs("send-mails", "FAILED")) > 1 && node.metric(age) > 2);
      assertThat(logs.events()).hasSize(1);
    }
    sql("ALTER TABLE notifications.lost RENAME TO relay");
    await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> node.metric(age) < 2);
    assertThat(node.metric(runs("expire-holds", "FAILED"))).isZero();
  }

  private static String runs(String job, String outcome) {
    return "clinibus_job_run_seconds_count{outcome=\"" + outcome + "\",task=\"" + job + "\"}";
  }

  private static String pause(String job) {
    return "clinibus_job_pause_seconds{task=\"" + job + "\"}";
  }

  private static void sql(String statement) {
    BusFixture.await(node.node().platform().database().query(statement).execute());
  }
}
