package io.clinibus.patients;

import io.clinibus.bus.CommonFailures;
import io.clinibus.bus.Failure;
import io.clinibus.bus.field.CommonFieldErrors;
import io.clinibus.patients.PatientAccess.Scope;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.UpcomingVisit;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The SQL of patients but their lists. */
final class PatientRepository {

  private static final int MOST_CONFLICTS = 200;

  private final Pool pool;

  PatientRepository(Pool pool) {
    this.pool = pool;
  }

  Future<Patient> get(UUID id, Scope scope) {
    return one("patient.*", id, scope).execute(pool).map(PatientRepository::current);
  }

  /** What the patient suffers from, in the words of the record. */
  Future<List<String>> conditions(UUID id, Scope scope) {
    return one(
            "ARRAY(SELECT jsonb_array_elements_text(medical_history -> 'conditions')) AS"
                + " conditions",
            id,
            scope)
        .execute(pool)
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw notFound();
              }
              return List.of(rows.iterator().next().getArrayOfStrings("conditions"));
            });
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

  Future<Patient> insert(UUID id, PatientDetails details) {
    return Sql.of("INSERT INTO patients.patient (id, " + PatientRows.COLUMNS + ") VALUES (?,", id)
        .add("?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *", PatientRows.values(details))
        .execute(pool)
        .map(PatientRepository::current)
        .recover(PatientRepository::identifierTaken);
  }

  Future<Patient> update(UUID id, long version, PatientDetails details) {
    return Sql.of(
            "WITH changed AS (UPDATE patients.patient SET (" + PatientRows.COLUMNS + ", version)")
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
            id)
        .execute(pool)
        .map(PatientRepository::current)
        .recover(PatientRepository::identifierTaken);
  }

  /**
   * Booking takes a key lock on the patient's row: whoever comes second sees what the first did.
   *
   * @param now appointments that end later are upcoming
   */
  Future<Void> delete(UUID id, Instant now) {
    return pool.withTransaction(
        connection ->
            lock(connection, id)
                .compose(locked -> upcoming(connection, id, now))
                .compose(conflicts -> deleteUnless(connection, id, conflicts)));
  }

  private static Future<Void> lock(SqlConnection connection, UUID id) {
    return Sql.of(
            "SELECT id FROM patients.patient WHERE id = ? AND deleted_at IS NULL FOR UPDATE", id)
        .execute(connection)
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw notFound();
              }
              return null;
            });
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
            OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
            MOST_CONFLICTS)
        .execute(connection)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(PatientRepository::conflict)
                    .toList());
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

  /** The patient of the only row: no row means there is none, an empty one that it has changed. */
  private static Patient current(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw notFound();
    }
    Row row = rows.iterator().next();
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
