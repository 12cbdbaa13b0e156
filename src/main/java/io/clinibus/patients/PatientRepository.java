package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.PatientRows.ReadingRight;
import io.clinibus.patients.PatientWriter.Author;
import io.clinibus.patients.access.PatientAccess.Grant;
import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.allergies.AllergyRepository;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientRemoved;
import io.clinibus.patients.api.PatientsApi.UpcomingVisit;
import io.clinibus.patients.stored.HistoryRows;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Patients in PostgreSQL; lists are in {@link PatientSearch}. */
final class PatientRepository {

  private static final int MOST_CONFLICTS = 200;

  private final Pool pool;
  private final PartOpeners openers;
  private final AllergyRepository allergies;

  PatientRepository(Pool pool, PartOpeners openers) {
    this.pool = pool;
    this.openers = openers;
    this.allergies = new AllergyRepository(pool);
  }

  /** The patient, with the parts that the caller may see. */
  Future<Patient> get(UUID id, Grant grant, Caller caller) {
    Sql sql =
        Sql.of("SELECT id, version, " + PatientRows.IDENTITY_AND_CONTACT_COLUMNS + ", CASE WHEN");
    grant.addCondition(sql, PatientPart.INSURANCE);
    sql.add("THEN insurance END AS insurance, medical_history, history, history_version,");
    grant.addCondition(sql, PatientPart.MEDICAL_HISTORY);
    sql.add("AS sees_history,");
    grant.widest().addEmergencyUntil(sql);
    sql.add("AS emergency_until,");
    grant.widest().addColleague(sql);
    sql.add("AS colleague, (SELECT zone FROM scheduling.clinic) AS zone");
    sql.add("FROM patients.patient");
    return within(grant.widest(), sql, id)
        .onSuccess(row -> audit(row, caller))
        .compose(
            row -> {
              var right =
                  new ReadingRight(
                      PatientRows.local(
                          row.getOffsetDateTime("emergency_until"),
                          ZoneId.of(row.getString("zone"))),
                      row.getBoolean("colleague"));
              return row.getBoolean("sees_history")
                  ? withHistory(row, right, caller)
                  : Future.succeededFuture(PatientRows.patient(row, right));
            });
  }

  /**
   * The patient of a row, with the medical history and who recorded the allergies. A history that
   * was damaged is stated as such.
   *
   * @param right by which the caller sees the patient
   */
  Future<Patient> withHistory(Row row, ReadingRight right, Caller caller) {
    return history(row, caller)
        .compose(
            opened ->
                opened.isEmpty()
                    ? Future.succeededFuture(PatientRows.unreadable(row, right))
                    : withHistory(row, opened.get(), right));
  }

  private Future<Patient> withHistory(Row row, MedicalHistory history, ReadingRight right) {
    return history.allergies().isEmpty() && history.noKnownAllergies() == null
        ? Future.succeededFuture(PatientRows.patient(row, history, null, right))
        : allergies
            .asked(row.getUUID("id"))
            .map(asked -> PatientRows.patient(row, history, asked.orElse(null), right));
  }

  private Future<Optional<MedicalHistory>> history(Row row, Caller caller) {
    return HistoryRows.open(row, openers, caller).map(opened -> opened.map(PatientParts::complete));
  }

  /** The record that has stayed of those with which a record was merged, if it was. */
  Future<Optional<UUID>> mergedInto(UUID id) {
    return Sql.of(
            """
            WITH RECURSIVE stayed AS (
              SELECT into_id, 1 AS steps FROM patients.merge WHERE from_id = ? AND undone_at IS NULL
              UNION ALL
              SELECT m.into_id, steps + 1 FROM stayed
                JOIN patients.merge m ON m.from_id = stayed.into_id AND m.undone_at IS NULL)
            SELECT into_id FROM stayed ORDER BY steps DESC LIMIT 1
            """,
            id)
        .execute(pool)
        .map(rows -> Rows.first(rows).map(row -> row.getUUID("into_id")));
  }

  /** The parts of a patient's data that the caller may use. */
  Future<Set<PatientPart>> parts(UUID id, Grant grant, Caller caller) {
    Sql sql = Sql.of("SELECT");
    grant.scopes().values().stream()
        .filter(scope -> !scope.isAll())
        .findAny()
        .orElse(PatientScope.ALL)
        .addCondition(sql);
    sql.add("AS is_of_doctor,");
    grant.widest().addEmergencyUntil(sql);
    sql.add("AS emergency_until FROM patients.patient");
    return within(grant.widest(), sql, id)
        .onSuccess(row -> audit(row, caller))
        .map(row -> grant.parts(row.getBoolean("is_of_doctor")));
  }

  private static void audit(Row row, Caller caller) {
    if (row.getOffsetDateTime("emergency_until") != null) {
      caller.isInEmergency();
    }
  }

  /** The patient's conditions, as recorded; none if they were damaged, which is recorded. */
  Future<List<String>> conditions(UUID id, Grant grant, Caller caller) {
    Sql sql = Sql.of("SELECT id, medical_history, history, history_version FROM patients.patient");
    return within(grant.widest(), sql, id)
        .compose(row -> history(row, caller))
        .map(opened -> opened.map(MedicalHistory::conditions).orElse(List.of()));
  }

  /**
   * Completes a statement, which ends before its WHERE clause, for one patient.
   *
   * @return {@code NOT_FOUND} if there is no such patient within the scope
   */
  private Future<Row> within(PatientScope scope, Sql sql, UUID id) {
    scope.addCondition(sql.add("WHERE id = ? AND deleted_at IS NULL AND", id));
    return sql.execute(pool).map(rows -> Rows.first(rows).orElseThrow(PatientRepository::notFound));
  }

  Future<Patient> insert(UUID id, PatientParts parts, Caller caller) {
    Sql sql =
        Sql.of("INSERT INTO patients.patient (id, " + PatientRows.COLUMNS + ") VALUES (?,", id)
            .add("?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *", PatientRows.values(parts));
    return AuditedTransaction.run(pool, caller, sql::execute)
        .map(rows -> PatientRows.patient(Rows.one(rows)))
        .recover(PatientWriter::identifierTaken);
  }

  /**
   * Changes a patient's data and logs the change, in one transaction.
   *
   * @param key opens the medical history; null if the edit is not about it
   * @param edit the data afterwards
   * @return the row afterwards; {@code STALE_VERSION} unless the version is the current one
   */
  Future<Row> change(
      UUID id,
      long version,
      PatientScope scope,
      Author author,
      Caller caller,
      PatientKey key,
      UnaryOperator<PatientParts> edit) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            PatientWriter.lock(connection, id, scope, key)
                .compose(
                    before -> {
                      if (before.row().getLong("version") != version) {
                        throw Failure.staleVersion();
                      }
                      PatientParts after = edit.apply(before.parts());
                      return PatientWriter.write(connection, before, after, author);
                    }));
  }

  /**
   * Gives a patient an e-mail address that the patient has confirmed, and logs the change as one of
   * the patient; no effect on a patient who was removed.
   */
  Future<Void> setConfirmedEmail(UUID id, String email, Author author, Instant now) {
    return pool.withTransaction(
            connection ->
                PatientWriter.lock(connection, id, PatientScope.ALL)
                    .compose(
                        before ->
                            confirmEmail(connection, id, email, now)
                                .map(PatientRows::parts)
                                .compose(
                                    after -> PatientWriter.log(connection, before, after, author))))
        .recover(
            cause ->
                cause instanceof Failure failure && failure.is(CommonFailures.NOT_FOUND)
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }

  /** In one statement: an address that changes without its confirmation counts as unconfirmed. */
  private static Future<Row> confirmEmail(
      SqlConnection connection, UUID id, String email, Instant now) {
    return Sql.of(
            """
            UPDATE patients.patient SET email = ?, email_confirmed_at = ?, version = version + 1
             WHERE id = ? RETURNING *
            """,
            email,
            Rows.utc(now),
            id)
        .execute(connection)
        .map(Rows::one);
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
        .compose(
            removed ->
                Outbox.append(connection, PatientsApi.PATIENT_REMOVED, new PatientRemoved(id)));
  }

  private static UpcomingVisit conflict(Row row) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new UpcomingVisit(
        row.getUUID("id"),
        row.getUUID("doctor_id"),
        PatientRows.local(row.getOffsetDateTime("starts_at"), zone),
        PatientRows.local(row.getOffsetDateTime("ends_at"), zone));
  }

  private static Failure notFound() {
    return Failure.notFound("patient");
  }
}
