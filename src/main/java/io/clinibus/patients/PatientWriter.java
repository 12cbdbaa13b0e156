package io.clinibus.patients;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.Objects;
import java.util.UUID;

/** Changes a patient's data and logs the change, within a transaction of the caller. */
final class PatientWriter {

  /**
   * Who makes a change.
   *
   * @param accountId null for Clinibus itself
   * @param proposalId the proposal that is accepted, or null
   */
  record Author(UUID accountId, Role role, UUID proposalId) {}

  private PatientWriter() {}

  /**
   * Locks a patient against other changes.
   *
   * @return {@code NOT_FOUND} if there is no such patient within the scope
   */
  static Future<Row> lock(SqlConnection connection, UUID id, PatientScope scope) {
    Sql sql =
        Sql.of(
            "SELECT patient.* FROM patients.patient WHERE id = ? AND deleted_at IS NULL AND", id);
    scope.addCondition(sql);
    return sql.add("FOR NO KEY UPDATE OF patient")
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("patient")));
  }

  /**
   * Replaces a patient's data.
   *
   * @param before the row, locked
   * @return the row afterwards; {@code ALREADY_EXISTS} if another patient has the identifier
   */
  static Future<Row> write(
      SqlConnection connection, Row before, PatientParts after, Author author) {
    return Sql.of("UPDATE patients.patient SET (" + PatientRows.COLUMNS + ", version)")
        .add("= ROW (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,", PatientRows.values(after))
        .add("version + 1) WHERE id = ? RETURNING *", before.getUUID("id"))
        .execute(connection)
        .recover(PatientWriter::identifierTaken)
        .map(Rows::one)
        .compose(row -> log(connection, before, row, author).map(row));
  }

  /** One row of the log for each part that differs. */
  static Future<Void> log(SqlClient connection, Row before, Row after, Author author) {
    PatientParts previous = PatientRows.parts(before);
    PatientParts current = PatientRows.parts(after);
    Future<Void> logged = Future.succeededFuture();
    for (PatientPart part : PatientPart.values()) {
      if (!Objects.equals(previous.get(part), current.get(part))) {
        Sql entry = entry(after, part, previous.get(part), current.get(part), author);
        logged = logged.compose(done -> entry.execute(connection).mapEmpty());
      }
    }
    return logged;
  }

  private static Sql entry(
      Row patient, PatientPart part, Record before, Record after, Author author) {
    return Sql.of(
        """
        INSERT INTO patients.change
          (id, patient_id, version, part, before, after, actor_id, actor_role, proposal_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        UuidV7.next(),
        patient.getUUID("id"),
        patient.getInteger("version"),
        part.name(),
        StoredParts.write(before),
        StoredParts.write(after),
        author.accountId(),
        author.role().name(),
        author.proposalId());
  }

  /** For staff only: others must not learn who is a patient. */
  static <T> Future<T> identifierTaken(Throwable cause) {
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
