package io.clinibus.scheduling.hours;

import io.clinibus.platform.db.Rows;
import io.clinibus.scheduling.api.AvailabilityApi.Conflict;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.TimeRange;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads upcoming appointments that a change of hours may affect. */
public final class ConflictRepository {

  private static final String OF_DOCTOR =
      """
      SELECT id, doctor_id, starts_at, ends_at FROM scheduling.appointment
       WHERE doctor_id = $1 AND starts_at > $2
         AND scheduling.is_open(status)
       ORDER BY starts_at LIMIT 5000
      """;

  private static final String BETWEEN =
      """
      SELECT id, doctor_id, starts_at, ends_at FROM scheduling.appointment
       WHERE starts_at >= $1 AND starts_at < $2
         AND scheduling.is_open(status)
       ORDER BY starts_at, id LIMIT 5000
      """;

  private final SqlClient database;

  public ConflictRepository(SqlClient database) {
    this.database = database;
  }

  /** A doctor's appointments after an instant, by start. */
  public Future<List<Conflict>> ofDoctor(UUID doctorId, Instant after, ClinicRules clinic) {
    return database
        .preparedQuery(OF_DOCTOR)
        .execute(Tuple.of(doctorId, Rows.utc(after)))
        .map(rows -> conflicts(rows, clinic));
  }

  /** The clinic's appointments that start within a range, by start. */
  public Future<List<Conflict>> within(TimeRange range, ClinicRules clinic) {
    return database
        .preparedQuery(BETWEEN)
        .execute(Tuple.of(Rows.utc(range.start()), Rows.utc(range.end())))
        .map(rows -> conflicts(rows, clinic));
  }

  private static List<Conflict> conflicts(RowSet<Row> rows, ClinicRules clinic) {
    return Rows.list(
        rows,
        row ->
            new Conflict(
                row.getUUID("id"),
                row.getUUID("doctor_id"),
                clinic.local(Rows.instant(row, "starts_at")),
                clinic.local(Rows.instant(row, "ends_at"))));
  }
}
