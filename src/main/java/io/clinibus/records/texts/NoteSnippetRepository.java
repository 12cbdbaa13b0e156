package io.clinibus.records.texts;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.platform.sealing.SealingJob.ClearRows;
import io.clinibus.platform.sealing.texts.StaffTexts;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.clinibus.records.api.NoteSnippetsApi.SnippetDetails;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import io.clinibus.records.api.RecordsFailures;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Snippets in PostgreSQL. */
public final class NoteSnippetRepository {

  /** What former releases wrote. */
  public static final ClearRows IN_CLEAR =
      StaffTexts.inClear(
          StoredSnippet.COLUMN,
          """
          SELECT s.id, s.version, s.text FROM records.note_snippet s
           WHERE s.text IS NOT NULL ORDER BY s.id LIMIT $1
          """,
          """
          UPDATE records.note_snippet SET sealed = $4, text = NULL
           WHERE id = $1 AND version = $2 AND text IS NOT NULL
          """);

  /** Of a doctor and the department each. */
  static final int MOST = 200;

  private static final String COLUMNS =
      "s.id, " + TextOwners.SCOPE + ", s.key, s.text, s.sealed, s.version";

  private final Pool database;

  public NoteSnippetRepository(Pool database) {
    this.database = database;
  }

  Future<List<StoredSnippet>> list(UUID doctorId) {
    return Sql.of(
            "SELECT "
                + COLUMNS
                + " FROM records.note_snippet s WHERE "
                + TextOwners.OF_DOCTOR
                + " ORDER BY s.key, s.doctor_id NULLS LAST LIMIT ?",
            doctorId,
            doctorId,
            2 * MOST)
        .execute(database)
        .map(rows -> Rows.list(rows, NoteSnippetRepository::snippet));
  }

  Future<Optional<StoredSnippet>> find(UUID id, UUID doctorId) {
    return Sql.of(
            "SELECT "
                + COLUMNS
                + " FROM records.note_snippet s WHERE s.id = ? AND "
                + TextOwners.OF_DOCTOR,
            id,
            doctorId,
            doctorId)
        .execute(database)
        .map(rows -> Rows.first(rows).map(NoteSnippetRepository::snippet));
  }

  /** {@code ALREADY_EXISTS} if the key is taken, {@code TOO_MANY_SNIPPETS}. */
  Future<StoredSnippet> insert(UUID id, SnippetDetails details, StoredText text, Caller caller) {
    boolean isOwn = details.scope() == SnippetScope.OWN;
    return written(
        caller,
        Sql.of(
            """
            INSERT INTO records.note_snippet AS s (id, doctor_id, department_id, key, text, sealed)
            SELECT ?, CASE WHEN ? THEN d.id END, CASE WHEN NOT ? THEN d.department_id END, ?, ?, ?
              FROM directory.doctor_profile d
             WHERE d.id = ? AND (
               SELECT count(*) < ? FROM records.note_snippet o
                WHERE o.doctor_id = CASE WHEN ? THEN d.id END
                   OR o.department_id = CASE WHEN NOT ? THEN d.department_id END)
            RETURNING
            """
                + COLUMNS,
            id,
            isOwn,
            isOwn,
            details.key(),
            text.clear(),
            text.sealed(),
            caller.doctorId(),
            MOST,
            isOwn,
            isOwn),
        () -> Failure.of(RecordsFailures.TOO_MANY_SNIPPETS));
  }

  /** {@code STALE_VERSION}, or {@code ALREADY_EXISTS} if the key is taken. */
  Future<StoredSnippet> update(
      UUID id, long version, SnippetDetails details, StoredText text, Caller caller) {
    boolean isOwn = details.scope() == SnippetScope.OWN;
    return written(
        caller,
        Sql.of(
            """
            UPDATE records.note_snippet AS s
               SET doctor_id = CASE WHEN ? THEN d.id END,
                   department_id = CASE WHEN NOT ? THEN d.department_id END,
                   key = ?, text = ?, sealed = ?, version = s.version + 1
              FROM directory.doctor_profile d
             WHERE d.id = ? AND s.id = ? AND s.version = ?::bigint
            RETURNING
            """
                + COLUMNS,
            isOwn,
            isOwn,
            details.key(),
            text.clear(),
            text.sealed(),
            caller.doctorId(),
            id,
            version),
        Failure::staleVersion);
  }

  Future<Void> delete(UUID id, Caller caller) {
    return AuditedTransaction.run(
        database,
        caller,
        connection ->
            Sql.of("DELETE FROM records.note_snippet WHERE id = ?", id)
                .execute(connection)
                .mapEmpty());
  }

  private Future<StoredSnippet> written(Caller caller, Sql sql, Supplier<Failure> refusal) {
    return AuditedTransaction.run(
            database,
            caller,
            connection -> sql.execute(connection).map(rows -> written(rows, refusal)))
        .recover(
            cause ->
                Future.failedFuture(
                    PostgresErrors.state(cause).equals(SqlStates.UNIQUE_VIOLATION)
                        ? Failure.of(
                            CommonFailures.ALREADY_EXISTS, "There is a snippet with this key.")
                        : cause));
  }

  private static StoredSnippet written(RowSet<Row> rows, Supplier<Failure> refusal) {
    return Rows.first(rows).map(NoteSnippetRepository::snippet).orElseThrow(refusal);
  }

  private static StoredSnippet snippet(Row row) {
    return new StoredSnippet(
        row.getUUID("id"),
        Rows.constant(row, "scope", SnippetScope.class),
        row.getString("key"),
        StoredText.of(row, "text", "sealed"),
        row.getInteger("version"));
  }
}
