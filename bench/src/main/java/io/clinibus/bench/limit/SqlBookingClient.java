package io.clinibus.bench.limit;

import io.clinibus.bench.load.FreeSlotSource;
import io.clinibus.bench.load.HttpLoadGenerator;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Booking by its SQL statement alone, over a pool as the product has it. */
public final class SqlBookingClient implements AutoCloseable {

  /** The outcome of a booking that was made, as over HTTP. */
  public static final int BOOKED = 201;

  static final int REFUSED = 409;
  static final int FAILED = 500;

  private static final String BOOK =
      """
      SELECT outcome, told::text AS told, appointment::text AS appointment
        FROM scheduling.book($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
      """;

  private final Pool pool;
  private final UUID actor = UuidV7.next();

  public SqlBookingClient(Vertx vertx, BenchServices clinic, int connections) {
    this.pool = Database.pool(vertx, clinic.database(connections));
  }

  /** Lanes that book what a supplier gives. */
  public HttpLoadGenerator.Opener lanes(Supplier<FreeSlotSource.Opening> openings) {
    return () -> Future.succeededFuture(lane(openings));
  }

  /** Books an opening for a patient. */
  public Future<Integer> book(FreeSlotSource.Opening opening, UUID patient) {
    Tuple values =
        Tuple.of(UuidV7.next(), actor, patient, opening.doctor(), opening.starts(), opening.ends());
    values.addValue(opening.freeAgain());
    values.addValue(new LocalDate[] {opening.day()});
    values.addValue(opening.rules());
    values.addValue("Check-up");
    values.addValue("bench-" + patient + opening.doctor() + opening.start());
    values.addValue("print");
    values.addValue(OffsetDateTime.now(ZoneOffset.UTC));
    values.addValue(null);
    return pool.preparedQuery(BOOK).execute(values).map(SqlBookingClient::outcome).otherwise(FAILED);
  }

  @Override
  public void close() {
    pool.close().await();
  }

  private HttpLoadGenerator.Lane lane(Supplier<FreeSlotSource.Opening> openings) {
    return new HttpLoadGenerator.Lane() {
      @Override
      public boolean ask(IntConsumer done) {
        FreeSlotSource.Opening opening = openings.get();
        if (opening == null) {
          return false;
        }
        book(opening, opening.patient()).onSuccess(done::accept);
        return true;
      }

      @Override
      public void close() {}
    };
  }

  private static int outcome(RowSet<Row> rows) {
    return rows.iterator().next().getString("outcome").equals("BOOKED") ? BOOKED : REFUSED;
  }
}
