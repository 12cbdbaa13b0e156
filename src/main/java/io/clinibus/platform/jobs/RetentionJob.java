package io.clinibus.platform.jobs;

import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
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
  public record Rule(String sql, Duration age) {}

  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final int BATCH = 1_000;

  private final Pool database;
  private final Clock clock;
  private final List<Rule> rules;

  public RetentionJob(Pool database, Clock clock, List<Rule> rules) {
    this.database = database;
    this.clock = clock;
    this.rules = List.copyOf(rules);
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
    for (Rule rule : rules) {
      total = total.compose(soFar -> delete(rule, soFar));
    }
    return total;
  }

  private Future<Integer> delete(Rule rule, int soFar) {
    var before = Rows.utc(clock.instant().minus(rule.age()));
    return database
        .preparedQuery(rule.sql())
        .execute(Tuple.of(before, BATCH))
        .compose(
            deleted -> {
              int total = soFar + deleted.rowCount();
              return deleted.rowCount() < BATCH
                  ? Future.succeededFuture(total)
                  : delete(rule, total);
            });
  }
}
