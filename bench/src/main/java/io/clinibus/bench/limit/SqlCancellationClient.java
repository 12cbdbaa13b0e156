package io.clinibus.bench.limit;

import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.load.VisitSource;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.IntConsumer;

/** Cancelling by its SQL statement alone, which also writes the offer. */
public final class SqlCancellationClient implements AutoCloseable {

  /** The outcome of a cancellation that was made, as over HTTP. */
  public static final int CANCELLED = 200;

  private static final String CANCEL =
      """
      SELECT outcome, told::text AS told, appointment::text AS appointment
        FROM scheduling.change($1, 1, $2, 'CANCELLED', '', $3, $4, 'CANCELLED',
                               NULL, NULL, NULL, NULL, NULL, $5, $6)
      """;

  private final Pool pool;
  private final UUID actor = UuidV7.next();

  public SqlCancellationClient(Vertx vertx, BenchServices clinic, int connections) {
    this.pool = Database.pool(vertx, clinic.database(connections));
  }

  /** Lanes that cancel what a source gives. */
  public HttpLoadGenerator.Opener lanes(VisitSource visits) {
    return () ->
        Future.succeededFuture(
            new HttpLoadGenerator.Lane() {
              @Override
              public boolean ask(IntConsumer done) {
                VisitSource.Visit visit = visits.take();
                if (visit == null) {
                  return false;
                }
                cancel(visit).onSuccess(done::accept);
                return true;
              }

              @Override
              public void close() {}
            });
  }

  private Future<Integer> cancel(VisitSource.Visit visit) {
    return pool.preparedQuery(CANCEL)
        .execute(
            Tuple.of(
                visit.id(),
                actor,
                new UUID[] {visit.opening().doctor()},
                new LocalDate[] {visit.opening().day()},
                OffsetDateTime.now(ZoneOffset.UTC),
                visit.opening().rules()))
        .map(rows -> rows.iterator().next().getString("outcome"))
        .map(outcome -> outcome.equals("CHANGED") ? CANCELLED : SqlBookingClient.REFUSED)
        .otherwise(SqlBookingClient.FAILED);
  }

  @Override
  public void close() {
    pool.close().await();
  }
}
