package io.clinibus.platform.jobs;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Deletes expired rows every ten minutes, in batches that skip locked rows: it blocks no other
 * transaction, and any number of nodes may run it at once.
 */
public final class RetentionJob {

  /**
   * A kind of row.
   *
   * @param sql a DELETE of at most {@code $2} rows older than {@code $1}, with SKIP LOCKED
   * @param age the age at which rows are deleted
   */
  public record Rows(String sql, Duration age) {}

  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final int BATCH = 1_000;

  private final Pool database;
  private final Clock clock;
  private final List<Rows> kinds;

  public RetentionJob(Pool database, Clock clock, List<Rows> kinds) {
    this.database = database;
    this.clock = clock;
    this.kinds = List.copyOf(kinds);
  }

  /**
   * Starts the job.
   *
   * @param what the rows' domain, for the job's name
   */
  public void start(Jobs jobs, String what) {
    jobs.every(INTERVAL, "purge-" + what, this::run);
  }

  /**
   * Runs once.
   *
   * @return the number of deleted rows
   */
  public Future<Integer> run() {
    Future<Integer> total = Future.succeededFuture(0);
    for (Rows kind : kinds) {
      total = total.compose(soFar -> delete(kind, soFar));
    }
    return total;
  }

  private Future<Integer> delete(Rows kind, int soFar) {
    var before = clock.instant().minus(kind.age()).atOffset(ZoneOffset.UTC);
    return database
        .preparedQuery(kind.sql())
        .execute(Tuple.of(before, BATCH))
        .compose(
            deleted -> {
              int total = soFar + deleted.rowCount();
              return deleted.rowCount() < BATCH
                  ? Future.succeededFuture(total)
                  : delete(kind, total);
            });
  }
}
