package io.clinibus.records.texts;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import io.clinibus.records.api.RecordsFailures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Templates in PostgreSQL. */
public final class NoteTemplateRepository {

  /** Of a doctor and the department each. */
  static final int MOST = 100;

  private final Pool database;

  public NoteTemplateRepository(Pool database) {
    this.database = database;
  }

  /** Without their parts. */
  Future<List<StoredTemplate>> list(UUID doctorId) {
    return Sql.of(
            "SELECT s.id, "
                + TextOwners.SCOPE
                + ", s.name, NULL::bytea AS parts, s.version FROM records.note_template s WHERE "
                + TextOwners.OF_DOCTOR
                + " LIMIT ?",
            doctorId,
            doctorId,
            2 * MOST)
        .execute(database)
        .map(rows -> Rows.list(rows, NoteTemplateRepository::template));
  }

  Future<Optional<StoredTemplate>> find(UUID id, UUID doctorId) {
    return Sql.of(
            "SELECT s.id, "
                + TextOwners.SCOPE
                + ", s.name, s.parts, s.version FROM records.note_template s WHERE s.id = ? AND "
                + TextOwners.OF_DOCTOR,
            id,
            doctorId,
            doctorId)
        .execute(database)
        .map(rows -> Rows.first(rows).map(NoteTemplateRepository::template));
  }

  /** {@code TOO_MANY_TEMPLATES}. */
  Future<Void> insert(StoredTemplate template, Caller caller) {
    boolean isOwn = template.scope() == SnippetScope.OWN;
    return write(
        caller,
        Sql.of(
            """
            INSERT INTO records.note_template (id, doctor_id, department_id, name, parts)
            SELECT ?, CASE WHEN ? THEN d.id END, CASE WHEN NOT ? THEN d.department_id END, ?, ?
              FROM directory.doctor_profile d
             WHERE d.id = ? AND (
               SELECT count(*) < ? FROM records.note_template o
                WHERE o.doctor_id = CASE WHEN ? THEN d.id END
                   OR o.department_id = CASE WHEN NOT ? THEN d.department_id END)
            """,
            template.id(),
            isOwn,
            isOwn,
            Buffer.buffer(template.name()),
            Buffer.buffer(template.parts()),
            caller.doctorId(),
            MOST,
            isOwn,
            isOwn),
        () -> Failure.of(RecordsFailures.TOO_MANY_TEMPLATES));
  }

  /**
   * {@code STALE_VERSION}.
   *
   * @param template with the version that it is to have
   */
  Future<Void> update(StoredTemplate template, Caller caller) {
    boolean isOwn = template.scope() == SnippetScope.OWN;
    return write(
        caller,
        Sql.of(
            """
            UPDATE records.note_template AS s
               SET doctor_id = CASE WHEN ? THEN d.id END,
                   department_id = CASE WHEN NOT ? THEN d.department_id END,
                   name = ?, parts = ?, version = ?::bigint
              FROM directory.doctor_profile d
             WHERE d.id = ? AND s.id = ? AND s.version = ?::bigint
            """,
            isOwn,
            isOwn,
            Buffer.buffer(template.name()),
            Buffer.buffer(template.parts()),
            template.version(),
            caller.doctorId(),
            template.id(),
            template.version() - 1),
        Failure::staleVersion);
  }

  Future<Void> delete(UUID id, Caller caller) {
    return AuditedTransaction.run(
        database,
        caller,
        connection ->
            Sql.of("DELETE FROM records.note_template WHERE id = ?", id)
                .execute(connection)
                .mapEmpty());
  }

  private Future<Void> write(Caller caller, Sql sql, Supplier<Failure> refusal) {
    return AuditedTransaction.run(
        database,
        caller,
        connection ->
            sql.execute(connection)
                .map(
                    rows -> {
                      if (rows.rowCount() == 0) {
                        throw refusal.get();
                      }
                      return null;
                    }));
  }

  private static StoredTemplate template(Row row) {
    Buffer parts = row.getBuffer("parts");
    return new StoredTemplate(
        row.getUUID("id"),
        Rows.constant(row, "scope", SnippetScope.class),
        row.getBuffer("name").getBytes(),
        parts == null ? null : parts.getBytes(),
        row.getInteger("version"));
  }
}
