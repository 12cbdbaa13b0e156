package io.clinibus.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.TestNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node whose connections are all in use stays in the service of its proxy. */
@Tag("exclusive")
class ReservedConnectionsIT {

  private static final int STATEMENTS = 16;
  private static final Duration OBSERVED = Duration.ofSeconds(4);
  private static final Duration CURRENT = Duration.ofSeconds(3);

  private static final String REVOCATIONS_AGE =
      "clinibus_job_success_age_seconds{task=\"read-revocations\"}";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void readinessChangeFeedAndRevocationsWorkWhileEveryPooledConnectionIsBusy() throws Exception {
    try (var node = TestNode.start()) {
      var pool = node.node().platform().database();
      List<Future<?>> busy =
          Stream.<Future<?>>generate(() -> pool.query("SELECT pg_sleep(6)").execute())
              .limit(STATEMENTS)
              .toList();
      long end = System.nanoTime() + OBSERVED.toNanos();
      int asked = 0;
      while (System.nanoTime() < end) {
        assertThat(readiness(node)).isEqualTo(200);
        assertThat(node.node().platform().changes().age()).isLessThan(CURRENT);
        asked++;
      }
      assertThat(asked).isPositive();
      assertThat(busy).noneMatch(Future::isComplete);
      assertThat(node.metric(REVOCATIONS_AGE)).isLessThan(CURRENT.toSeconds());
      Future.join(busy).otherwiseEmpty().await(30, TimeUnit.SECONDS);
    }
  }

  private int readiness(TestNode node) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(node.management().resolve("/health/ready")).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
