package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.PatientAccess.Scope;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.UpcomingVisit;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Patients in PostgreSQL; lists are in {@link PatientSearch}. */
final class PatientRepository {

  private static final int MOST_CONFLICTS = 200;

  private final Pool pool;

  PatientRepository(Pool pool) {
    this.pool = pool;
  }

  Future<Patient> get(UUID id, Scope scope) {
    return one("patient.*", id, scope).execute(pool).map(PatientRepository::current);
  }

  /** The patient's conditions, as recorded. */
  Future<List<String>> conditions(UUID id, Scope scope) {
    return one(
            "ARRAY(SELECT jsonb_array_elements_text(medical_history -> 'conditions')) AS"
                + " conditions",
            id,
            scope)
        .execute(pool)
        .map(
            rows ->
                Rows.first(rows)
                    .map(row -> List.of(row.getArrayOfStrings("conditions")))
                    .orElseThrow(PatientRepository::notFound));
  }

  private static Sql one(String columns, UUID id, Scope scope) {
    Sql sql =
        Sql.of(
            "SELECT " + columns + " FROM patients.patient WHERE id = ? AND deleted_at IS NULL", id);
    if (scope.ofDoctor() != null) {
      sql.add(
          """
          AND EXISTS (SELECT FROM scheduling.doctor_patient AS d
            WHERE d.patient_id = patient.id AND d.doctor_id = ?)
          """,
          scope.ofDoctor());
    }
    return sql;
  }

  Future<Patient> insert(UUID id, PatientDetails details, Caller caller) {
    Sql sql =
        Sql.of("INSERT INTO patients.patient (id, " + PatientRows.COLUMNS + ") VALUES (?,", id)
            .add("?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *", PatientRows.values(details));
    return changed(sql, caller);
  }

  Future<Patient> update(UUID id, long version, PatientDetails details, Caller caller) {
    Sql sql =
        Sql.of(
                "WITH changed AS (UPDATE patients.patient SET ("
                    + PatientRows.COLUMNS
                    + ", version)")
            .add("= ROW (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,", PatientRows.values(details))
            .add(
                """
                version + 1)
                  WHERE id = ? AND deleted_at IS NULL AND version = ?::bigint RETURNING *)
                SELECT changed.* FROM patients.patient AS found LEFT JOIN changed ON true
                WHERE found.id = ? AND found.deleted_at IS NULL
                """,
                id,
                version,
                id);
    return changed(sql, caller);
  }

  private Future<Patient> changed(Sql sql, Caller caller) {
    return AuditedTransaction.run(
            pool, caller, connection -> sql.execute(connection).map(PatientRepository::current))
        .recover(PatientRepository::identifierTaken);
  }

  /**
   * Booking takes a key lock on the patient's row, so that booking and deletion are serialised.
   *
   * @param now appointments that end later are upcoming
   */
  Future<Void> delete(UUID id, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            lock(connection, id)
                .compose(locked -> upcoming(connection, id, now))
                .compose(conflicts -> deleteUnless(connection, id, conflicts)));
  }

  private static Future<Void> lock(SqlConnection connection, UUID id) {
    return Sql.of(
            "SELECT id FROM patients.patient WHERE id = ? AND deleted_at IS NULL FOR UPDATE", id)
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(PatientRepository::notFound))
        .mapEmpty();
  }

  private static Future<List<UpcomingVisit>> upcoming(
      SqlConnection connection, UUID id, Instant now) {
    return Sql.of(
            """
            SELECT id, doctor_id, starts_at, ends_at, (SELECT zone FROM scheduling.clinic) AS zone
            FROM scheduling.open_appointment
            WHERE patient_id = ? AND ends_at > ?
            ORDER BY starts_at, id LIMIT ?
            """,
            id,
            Rows.utc(now),
            MOST_CONFLICTS)
        .execute(connection)
        .map(rows -> Rows.list(rows, PatientRepository::conflict));
  }

  private static Future<Void> deleteUnless(
      SqlConnection connection, UUID id, List<UpcomingVisit> conflicts) {
    if (!conflicts.isEmpty()) {
      return Future.failedFuture(
          Failure.of(CommonFailures.IN_USE, "The patient has upcoming appointments.")
              .with("conflicts", conflicts));
    }
    return Sql.of(
            "UPDATE patients.patient SET deleted_at = now(), version = version + 1 WHERE id = ?",
            id)
        .execute(connection)
        .mapEmpty();
  }

  private static UpcomingVisit conflict(Row row) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new UpcomingVisit(
        row.getUUID("id"),
        row.getUUID("doctor_id"),
        local(row.getOffsetDateTime("starts_at"), zone),
        local(row.getOffsetDateTime("ends_at"), zone));
  }

  private static OffsetDateTime local(OffsetDateTime time, ZoneId zone) {
    return time.atZoneSameInstant(zone).toOffsetDateTime();
  }

  /**
   * The patient of the only row: without a row the patient does not exist; an empty row means that
   * the version has changed.
   */
  private static Patient current(RowSet<Row> rows) {
    Row row = Rows.first(rows).orElseThrow(PatientRepository::notFound);
    if (row.getUUID("id") == null) {
      throw Failure.staleVersion();
    }
    return PatientRows.patient(row);
  }

  private static Failure notFound() {
    return Failure.notFound("patient");
  }

  private static <T> Future<T> identifierTaken(Throwable cause) {
    if (!PostgresErrors.isDuplicate(cause, "patient_identifier")) {
      return Future.failedFuture(cause);
    }
    return Future.failedFuture(
        Failure.of(
            CommonFailures.ALREADY_EXISTS,
            "There is a patient with this identifier.",
            CommonFieldErrors.TAKEN.at("/identifier", "Another patient has it.")));
  }
}
