package io.clinibus.patients;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.stored.ChangeRows;
import io.clinibus.patients.stored.HistoryRows;
import io.clinibus.patients.stored.StoredParts;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.sealing.PatientKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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

  /**
   * A patient who is locked against other changes.
   *
   * @param parts without the medical history if it was not opened
   * @param key null in that case
   * @param seals whether what is written of the history is sealed: not as long as it is in clear
   *     for nodes of the former release
   */
  record Locked(Row row, PatientParts parts, PatientKey key, boolean seals) {

    UUID id() {
      return row.getUUID("id");
    }

    /** Since the next change. */
    int nextVersion() {
      return row.getInteger("version") + 1;
    }

    @Override
    public String toString() {
      return "Locked[" + id() + "]";
    }
  }

  private PatientWriter() {}

  /** As below, without the medical history. */
  static Future<Locked> lock(SqlConnection connection, UUID id, PatientScope scope) {
    return lock(connection, id, scope, null);
  }

  /**
   * Locks a patient against other changes.
   *
   * @param key opens the medical history; null if it is neither read nor changed
   * @return {@code NOT_FOUND} if there is no such patient within the scope
   */
  static Future<Locked> lock(
      SqlConnection connection, UUID id, PatientScope scope, PatientKey key) {
    Sql sql =
        Sql.of(
            "SELECT patient.*, platform.every_node_reads(?) AS seals FROM patients.patient",
            DataForm.SEALED_HISTORIES);
    scope.addCondition(sql.add("WHERE id = ? AND deleted_at IS NULL AND", id));
    return sql.add("FOR NO KEY UPDATE OF patient")
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("patient")))
        .map(row -> locked(row, key));
  }

  private static Locked locked(Row row, PatientKey key) {
    boolean seals = HistoryRows.isSealed(row) || row.getBoolean("seals");
    return new Locked(row, PatientRows.parts(row, key), key, seals);
  }

  /**
   * Replaces a patient's data. A medical history that has not changed stays as it is stored.
   *
   * @return the row afterwards; {@code ALREADY_EXISTS} if another patient has the identifier
   */
  static Future<Row> write(
      SqlConnection connection, Locked before, PatientParts after, Author author) {
    Sql sql =
        Sql.of("UPDATE patients.patient SET (" + PatientRows.COLUMNS + ")")
            .add("= ROW (?, ?, ?, ?, ?, ?, ?, ?, ?, ?),", PatientRows.values(after));
    if (differs(before, after, PatientPart.MEDICAL_HISTORY)) {
      addHistory(sql, before, after.medicalHistory());
    }
    return sql.add("version = version + 1 WHERE id = ? RETURNING *", before.id())
        .execute(connection)
        .recover(PatientWriter::identifierTaken)
        .map(Rows::one)
        .compose(row -> log(connection, before, after, author).map(row));
  }

  private static void addHistory(Sql sql, Locked before, MedicalHistory history) {
    if (before.seals()) {
      sql.add(
          "medical_history = '{}', history = ?, history_version = version + 1,",
          HistoryRows.seal(history, before.nextVersion(), before.key()));
    } else {
      sql.add("medical_history = ?,", StoredParts.write(history));
    }
  }

  private static boolean differs(Locked before, PatientParts after, PatientPart part) {
    return !Objects.equals(before.parts().get(part), after.get(part));
  }

  /** One row of the log for each part that differs. */
  static Future<Void> log(SqlClient connection, Locked before, PatientParts after, Author author) {
    Future<Void> logged = Future.succeededFuture();
    for (PatientPart part : PatientPart.values()) {
      if (differs(before, after, part)) {
        Sql entry = entry(before, part, after, author);
        logged = logged.compose(done -> entry.execute(connection).mapEmpty());
      }
    }
    return logged;
  }

  private static Sql entry(Locked patient, PatientPart part, PatientParts after, Author author) {
    UUID id = UuidV7.next();
    boolean history = part == PatientPart.MEDICAL_HISTORY;
    boolean sealed = history && patient.seals();
    return Sql.of(
        """
        INSERT INTO patients.change
          (id, patient_id, version, part, before, after, sealed, allergies, actor_id, actor_role,
           proposal_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        id,
        patient.id(),
        patient.nextVersion(),
        part.name(),
        sealed ? null : StoredParts.write(patient.parts().get(part)),
        sealed ? null : StoredParts.write(after.get(part)),
        sealed ? sealed(id, patient, after.medicalHistory()) : null,
        history && differ(patient.parts().medicalHistory(), after.medicalHistory()),
        author.accountId(),
        author.role().name(),
        author.proposalId());
  }

  private static Buffer sealed(UUID id, Locked patient, MedicalHistory after) {
    return ChangeRows.seal(
        patient.parts().medicalHistory(), after, id, patient.nextVersion(), patient.key());
  }

  /** Whether what is known about allergies differs. */
  private static boolean differ(MedicalHistory before, MedicalHistory after) {
    return !before.allergies().equals(after.allergies())
        || !Objects.equals(before.noKnownAllergies(), after.noKnownAllergies());
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
