package io.clinibus.platform.jobs;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
   * @param setting the kind of the clinic's setting that replaces this age, if there is one;
   *     nothing is deleted unless it is automatic
   */
  public record Rule(String sql, Duration age, Optional<String> setting) {

    public Rule(String sql, Duration age) {
      this(sql, age, Optional.empty());
    }
  }

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
   * @param what the rows' domain, for the names of the job and of the metric
   */
  public void start(Jobs jobs, Metrics metrics, String what) {
    Counter deleted = metrics.counter("clinibus.retention.deleted.rows", "domain", what);
    jobs.every(INTERVAL, "purge-" + what, () -> run().onSuccess(deleted::increment));
  }

  /**
   * Runs once.
   *
   * @return the number of deleted rows
   */
  public Future<Integer> run() {
    Future<Integer> total = Future.succeededFuture(0);
    for (Rule rule : rules) {
      total =
          total.compose(
              soFar ->
                  age(rule)
                      .compose(
                          age ->
                              age.isEmpty()
                                  ? Future.succeededFuture(soFar)
                                  : delete(rule, age.get(), soFar)));
    }
    return total;
  }

  private Future<Optional<Duration>> age(Rule rule) {
    return rule.setting().isEmpty()
        ? Future.succeededFuture(Optional.of(rule.age()))
        : database
            .preparedQuery("SELECT days FROM privacy.retention_period WHERE kind = $1")
            .execute(Tuple.of(rule.setting().get()))
            .map(rows -> Rows.first(rows).map(row -> Duration.ofDays(row.getInteger("days"))));
  }

  private Future<Integer> delete(Rule rule, Duration age, int soFar) {
    var before = Rows.utc(clock.instant().minus(age));
    return database
        .preparedQuery(rule.sql())
        .execute(Tuple.of(before, BATCH))
        .compose(
            deleted -> {
              int total = soFar + deleted.rowCount();
              return deleted.rowCount() < BATCH
                  ? Future.succeededFuture(total)
                  : delete(rule, age, total);
            });
  }
}
