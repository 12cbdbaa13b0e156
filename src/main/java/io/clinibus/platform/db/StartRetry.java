package io.clinibus.platform.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Repeats what a node needs from PostgreSQL to start, while that fails temporarily: other nodes may
 * be starting at the same moment, or PostgreSQL itself may just have been restarted.
 */
public final class StartRetry {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** With the time-outs of connections: about half a minute. */
  private static final int ATTEMPTS = 6;

  private StartRetry() {}

  /**
   * @param step must be idempotent: a failed attempt may have taken effect
   * @return the first success, or the failure of the last attempt, or one that is not temporary
   */
  public static <T> Future<T> of(Vertx vertx, Supplier<Future<T>> step) {
    return of(vertx, step, PAUSE, ATTEMPTS);
  }

  static <T> Future<T> of(Vertx vertx, Supplier<Future<T>> step, Duration pause, int attempts) {
    return step.get()
        .recover(
            cause ->
                attempts > 1 && PostgresErrors.isTemporary(cause)
                    ? after(vertx, pause).compose(due -> of(vertx, step, pause, attempts - 1))
                    : Future.failedFuture(cause));
  }

  private static Future<Long> after(Vertx vertx, Duration pause) {
    Promise<Long> due = Promise.promise();
    vertx.setTimer(pause.toMillis(), due::complete);
    return due.future();
  }
}
