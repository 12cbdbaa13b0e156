package io.clinibus.platform.events;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;

/** Size and age of the outbox and of the oldest transaction, measured twice a minute. */
public final class OutboxMetrics {

  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final Pool database;
  private volatile double rows = Double.NaN;
  private volatile double oldestSeconds = Double.NaN;
  private volatile double unreadSeconds = Double.NaN;
  private volatile double transactionSeconds = Double.NaN;

  private OutboxMetrics(Pool database) {
    this.database = database;
  }

  public static void start(Jobs jobs, Pool database, Metrics metrics) {
    var watch = new OutboxMetrics(database);
    metrics.gauge("clinibus.outbox.rows", () -> watch.rows);
    metrics.gauge("clinibus.outbox.oldest.seconds", () -> watch.oldestSeconds);
    metrics.gauge("clinibus.outbox.unread.seconds", () -> watch.unreadSeconds);
    metrics.gauge("clinibus.database.transaction.seconds", () -> watch.transactionSeconds);
    watch.look();
    jobs.every(INTERVAL, "watch-outbox", watch::look);
  }

  /**
   * The number of rows is PostgreSQL's estimate: an exact count would cost too much. Transactions
   * of other database users count if the product's user may see them.
   */
  private Future<?> look() {
    return database
        .query(
            """
            SELECT greatest(c.reltuples, 0)::float8 AS rows,
                   coalesce(extract(epoch FROM now() - o.at), 0)::float8 AS oldest,
                   coalesce((SELECT extract(epoch FROM now() - min(unread.at))
                               FROM platform.outbox_reader r,
                                    platform.unread_events(r.read, NULL, 1) AS unread), 0)::float8 AS unread,
                   coalesce(extract(epoch FROM now() - least(
                     (SELECT min(xact_start) FROM pg_stat_activity WHERE backend_xid IS NOT NULL),
                     (SELECT min(prepared) FROM pg_prepared_xacts))), 0)::float8 AS transaction
              FROM pg_class AS c
              LEFT JOIN (SELECT at FROM platform.outbox ORDER BY xid, id LIMIT 1) AS o ON true
             WHERE c.oid = 'platform.outbox'::regclass
            """)
        .execute()
        .onSuccess(
            found -> {
              Row row = Rows.one(found);
              rows = row.getDouble("rows");
              oldestSeconds = row.getDouble("oldest");
              unreadSeconds = row.getDouble("unread");
              transactionSeconds = row.getDouble("transaction");
            });
  }
}
