package io.clinibus.records.entries;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.records.api.ChartApi.RecordState;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.UUID;

/**
 * How often records have changed. Whoever reads a record asks this before: what is read is no older
 * than the number then says.
 */
public final class RecordChangeRepository {

  private final SqlClient database;

  public RecordChangeRepository(SqlClient database) {
    this.database = database;
  }

  public Future<Long> of(UUID patientId, Instant now) {
    return Sql.of("SELECT records.changes(?, ?) AS changes", patientId, Rows.utc(now))
        .execute(database)
        .map(rows -> Rows.one(rows).getLong("changes"));
  }

  /** As above, and when the patient sees the next note that is signed. */
  public Future<RecordState> state(UUID patientId, Instant now) {
    return Sql.of(
            """
            SELECT records.changes(?, ?) AS changes,
                   (SELECT min(e.released_at) FROM records.encounter e
                     WHERE e.patient_id = ? AND e.released_at > ?) AS changes_at
            """,
            patientId,
            Rows.utc(now),
            patientId,
            Rows.utc(now))
        .execute(database)
        .map(
            rows ->
                new RecordState(
                    patientId,
                    Rows.one(rows).getLong("changes"),
                    Rows.instant(Rows.one(rows), "changes_at")));
  }
}
