package io.clinibus.records.entries;

import io.clinibus.bus.Caller;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.records.api.ChartApi.RecordState;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.UUID;

/**
 * How often records have changed. A reader of a record reads this first: what is read is no older
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

  /**
   * What is asked before a record is read.
   *
   * @param relation of the reader to the patient
   * @param opened whether the reader, as a doctor, has opened the record in an emergency
   * @param changes as of {@link #of}
   */
  public record Before(PatientRelation relation, boolean opened, long changes) {}

  /** All of it in one statement. */
  public Future<Before> before(Caller reader, UUID patientId, Instant now) {
    return Sql.of(
            """
            SELECT patients.relation_by_rules(?, ?, ?, ?) AS relation,
                   patients.has_opened(?, ?, ?) AS opened, records.changes(?, ?) AS changes
            """,
            reader.patientId(),
            reader.doctorId(),
            patientId,
            Rows.utc(now),
            reader.doctorId(),
            patientId,
            Rows.utc(now),
            patientId,
            Rows.utc(now))
        .execute(database)
        .map(Rows::one)
        .map(
            row ->
                new Before(
                    Rows.constant(row, "relation", PatientRelation.class),
                    row.getBoolean("opened"),
                    row.getLong("changes")));
  }

  /** The count, and when the patient sees the next note that is signed. */
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
