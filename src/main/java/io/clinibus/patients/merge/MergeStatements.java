package io.clinibus.patients.merge;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.PatientMergesApi.MergeConflict;
import io.clinibus.patients.api.PatientMergesApi.PatientsMerged;
import io.clinibus.patients.api.PatientMergesApi.RecordChoice;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Steps of a merge and of its undoing, within a transaction. */
final class MergeStatements {

  private static final String EXCLUSION_VIOLATION = "23P01";

  private MergeStatements() {}

  /** Both records, by id; {@code NOT_FOUND} unless both are present. */
  static Future<Map<UUID, Row>> present(
      SqlConnection connection, UUID from, UUID into, boolean locking) {
    return Sql.of(
            """
            SELECT id, given_name, family_name, birth_date, phone, identifier
              FROM patients.patient WHERE id IN (?, ?) AND deleted_at IS NULL ORDER BY id
            """
                + (locking ? "FOR NO KEY UPDATE" : ""),
            from,
            into)
        .execute(connection)
        .map(
            rows -> {
              Map<UUID, Row> both = new LinkedHashMap<>();
              rows.forEach(row -> both.put(row.getUUID("id"), row));
              if (both.size() < 2) {
                throw Failure.notFound("patient");
              }
              return both;
            });
  }

  /** A merge into a record that has been merged itself is undone after that one. */
  static Future<Void> lockPresent(SqlConnection connection, UUID into) {
    return Sql.of(
            "SELECT id FROM patients.patient WHERE id = ? AND deleted_at IS NULL FOR NO KEY UPDATE",
            into)
        .execute(connection)
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Failure.of(PatientsFailures.MERGE_FINAL);
              }
              return null;
            });
  }

  static Future<List<MergeConflict>> conflicts(SqlConnection connection, UUID from, UUID into) {
    return Sql.of(
            """
            SELECT found.*, (SELECT zone FROM scheduling.clinic) AS zone FROM (
              SELECT * FROM scheduling.reassign_conflicts(?, ?)
              UNION ALL
              SELECT 'BOTH_HAVE_ACCOUNTS', NULL, NULL, NULL, NULL
               WHERE (SELECT count(*) FROM identity.patient_account WHERE patient_id IN (?, ?)) = 2
            ) AS found
            """,
            from,
            into,
            from,
            into)
        .execute(connection)
        .map(rows -> Rows.list(rows, MergeRows::conflict));
  }

  static Future<?> insert(
      SqlConnection connection, PatientsMerged merged, int written, Caller caller) {
    return Sql.of(
            """
            INSERT INTO patients.merge (id, from_id, into_id, written, merged_at, merged_by)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            merged.mergeId(),
            merged.fromId(),
            merged.intoId(),
            written,
            Rows.utc(merged.at()),
            caller.userId())
        .execute(connection);
  }

  /** Moves what the record that goes has, and notes what was moved. */
  static Future<?> reassign(
      SqlConnection connection, PatientsMerged merged, RecordChoice account, Caller caller) {
    UUID from = merged.fromId();
    UUID into = merged.intoId();
    return Sql.of(
            """
            INSERT INTO patients.merge_row (merge_id, kind, row_id)
            SELECT ?::uuid, moved.kind, moved.id FROM (
              SELECT * FROM scheduling.reassign_patient(?, ?, NULL, ?)
              UNION ALL SELECT * FROM identity.reassign_patient(?, ?, ?, ?)
              UNION ALL SELECT * FROM notifications.reassign_patient(?, ?, NULL)
              UNION ALL SELECT * FROM patients.reassign_patient(?, ?, NULL)
              UNION ALL SELECT * FROM records.reassign_patient(?, ?, NULL)
              UNION ALL SELECT * FROM prescriptions.reassign_patient(?, ?, NULL)) AS moved
            """,
            merged.mergeId(),
            from,
            into,
            caller.userId(),
            from,
            into,
            account == RecordChoice.FROM,
            Rows.utc(merged.at()),
            from,
            into,
            from,
            into,
            from,
            into,
            from,
            into)
        .execute(connection);
  }

  /**
   * Waits for bookings that are under way for the record that goes, and fails if one of them was
   * made after the others were moved. Not earlier: a booking takes this lock after those of the
   * day.
   */
  static Future<Void> checkNothingLeft(SqlConnection connection, UUID from) {
    return Sql.of("SELECT id FROM patients.patient WHERE id = ? FOR UPDATE", from)
        .execute(connection)
        .compose(
            locked ->
                Sql.of(
                        """
                        SELECT EXISTS (SELECT FROM scheduling.open_appointment WHERE patient_id = ?)
                        """,
                        from)
                    .execute(connection))
        .map(
            left -> {
              if (Rows.isTrue(left)) {
                throw Failure.of(PatientsFailures.MERGE_CONFLICTS);
              }
              return null;
            });
  }

  /** The pair needs no decision any more. */
  static Future<?> closePair(SqlConnection connection, PatientsMerged merged, Caller caller) {
    return Sql.of(
            """
            UPDATE patients.duplicate SET status = 'MERGED', decided_at = ?, decided_by = ?
            WHERE first_id = least(?::uuid, ?::uuid) AND second_id = greatest(?::uuid, ?::uuid)
            """,
            Rows.utc(merged.at()),
            caller.userId(),
            merged.fromId(),
            merged.intoId(),
            merged.fromId(),
            merged.intoId())
        .execute(connection);
  }

  /** Moves back what still is where the merge put it. */
  static Future<?> giveBack(SqlConnection connection, PatientsMerged undone, Caller caller) {
    UUID from = undone.fromId();
    UUID into = undone.intoId();
    return Sql.of(
            """
            WITH moved AS (SELECT kind, row_id FROM patients.merge_row WHERE merge_id = ?),
                 all_rows AS (SELECT coalesce(array_agg(row_id), '{}') AS ids FROM moved),
                 noted AS (
                   UPDATE patients.merge SET undone_at = ?, undone_by = ? WHERE id = ?),
                 pair AS (
                   UPDATE patients.duplicate SET status = 'OPEN', decided_at = NULL, decided_by = NULL
                    WHERE first_id = least(?::uuid, ?::uuid) AND second_id = greatest(?::uuid, ?::uuid))
            SELECT (SELECT count(*) FROM scheduling.reassign_patient(?, ?, ids, ?)),
                   (SELECT count(*) FROM notifications.reassign_patient(?, ?, ids)),
                   (SELECT count(*) FROM patients.reassign_patient(?, ?, ids)),
                   (SELECT count(*) FROM records.reassign_patient(?, ?, ids)),
                   (SELECT count(*) FROM prescriptions.reassign_patient(?, ?, ids)),
                   identity.return_patient(
                     ?, ?, ARRAY(SELECT row_id FROM moved WHERE kind = 'account'),
                     ARRAY(SELECT row_id FROM moved WHERE kind = 'blocked_account'), ?)
              FROM all_rows
            """,
            undone.mergeId(),
            Rows.utc(undone.at()),
            caller.userId(),
            undone.mergeId(),
            from,
            into,
            from,
            into,
            into,
            from,
            caller.userId(),
            into,
            from,
            into,
            from,
            into,
            from,
            into,
            from,
            from,
            into,
            Rows.utc(undone.at()))
        .execute(connection);
  }

  /** A visit that overlaps was booked while the merge began. */
  static <T> Future<T> refused(Throwable cause) {
    boolean overlaps =
        cause instanceof PgException refusal && EXCLUSION_VIOLATION.equals(refusal.getSqlState());
    return Future.failedFuture(overlaps ? Failure.of(PatientsFailures.MERGE_CONFLICTS) : cause);
  }
}
