package io.clinibus.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StartRetryTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final VertxException NO_CONNECTION =
      new VertxException("Timeout waiting for connection", true);

  private final AtomicInteger attempts = new AtomicInteger();

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @Test
  void whatFailsTemporarilyIsRepeatedUntilItSucceeds() {
    assertThat(result(3, NO_CONNECTION).await()).isEqualTo(3);
  }

  @Test
  void theLastFailureIsReported() {
    assertThat(failure(9, NO_CONNECTION)).isSameAs(NO_CONNECTION);
    assertThat(attempts).hasValue(4);
  }

  @Test
  void whatFailsForGoodIsNotRepeated() {
    var wrong = new IllegalStateException("no such table");
    assertThat(failure(9, wrong)).isSameAs(wrong);
    assertThat(attempts).hasValue(1);
  }

  /** A step that succeeds at the given attempt, with its number. */
  private Future<Integer> result(int successful, RuntimeException before) {
    return StartRetry.of(
        VERTX,
        () ->
            attempts.incrementAndGet() < successful
                ? Future.failedFuture(before)
                : Future.succeededFuture(attempts.get()),
        Duration.ofMillis(1),
        4);
  }

  private Throwable failure(int successful, RuntimeException before) {
    Future<Integer> result = result(successful, before);
    return result.transform(done -> Future.succeededFuture(done.cause())).await();
  }
}
