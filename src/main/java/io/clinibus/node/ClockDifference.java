package io.clinibus.node;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this node's clock is from PostgreSQL's, measured every few seconds. Instants come from
 * nodes: a clock that is ahead ends holds and offers too early.
 */
final class ClockDifference {

  /** Beyond it the node says that its clock is wrong. */
  static final Duration BOUND = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ClockDifference.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final SqlClient database;
  private final Clock clock;
  private volatile Duration ahead = Duration.ZERO;

  ClockDifference(SqlClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Starts the measurement. */
  void start(Jobs jobs, Metrics metrics) {
    metrics.gauge("clinibus.clock.ahead.seconds", () -> ahead.toMillis() / 1e3);
    measure();
    jobs.every(INTERVAL, "watch-clock", this::measure);
  }

  /** What is wrong with this node's clock; null if nothing. */
  String fault() {
    return isWrong(ahead)
        ? "this node's clock is %.1f s %s PostgreSQL's"
            .formatted(ahead.abs().toMillis() / 1e3, ahead.isNegative() ? "behind" : "ahead of")
        : null;
  }

  private Future<Void> measure() {
    Instant sent = clock.instant();
    return database
        .query("SELECT clock_timestamp() AS now")
        .execute()
        .map(
            rows -> {
              note(ahead(sent, Rows.instant(Rows.one(rows), "now"), clock.instant()));
              return null;
            });
  }

  private void note(Duration measured) {
    boolean wasWrong = isWrong(ahead);
    ahead = measured;
    if (isWrong(measured) && !wasWrong) {
      LOG.atWarn().addKeyValue("ahead", measured).log("clock differs from PostgreSQL's");
    } else if (wasWrong && !isWrong(measured)) {
      LOG.info("clock agrees with PostgreSQL's again");
    }
  }

  /**
   * By how much this node's clock is ahead at least, negative if it is behind: PostgreSQL read its
   * own between sending and receiving, so that a slow answer is no difference.
   */
  static Duration ahead(Instant sent, Instant database, Instant received) {
    if (database.isBefore(sent)) {
      return Duration.between(database, sent);
    }
    return database.isAfter(received) ? Duration.between(database, received) : Duration.ZERO;
  }

  private static boolean isWrong(Duration ahead) {
    return ahead.abs().compareTo(BOUND) > 0;
  }
}
