package io.clinibus.documents.store;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentState;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.DocumentChanged;
import io.clinibus.documents.api.DocumentsApi.DocumentStateItem;
import io.clinibus.documents.api.DocumentsApi.DocumentStates;
import io.clinibus.documents.api.DocumentsApi.ListDocuments;
import io.clinibus.documents.api.DocumentsFailures;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Documents in PostgreSQL. */
public final class DocumentRepository {

  /** What the documents of a patient may take in all. */
  static final long MOST_BYTES = 2L * 1024 * 1024 * 1024;

  /** How many uploads of a patient one account may have open. */
  static final int MOST_OPEN = 10;

  private final Pool pool;

  public DocumentRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * A document after a change.
   *
   * @param event that is in the outbox; null if the state is the same as before
   */
  public record Changed(StoredDocument document, DocumentChanged event) {}

  /** The documents of a patient that are shown, latest first. */
  <P> Future<P> list(
      ListDocuments request,
      DocumentView view,
      Instant now,
      int limit,
      BiFunction<List<StoredDocument>, String, P> page) {
    Sql sql =
        Sql.of(
            DocumentRows.SELECT
                + """
                WHERE d.patient_id = ANY (patients.records_of_person(?)) AND d.state <> 'REMOVED'
                """,
            request.patientId());
    restrict(sql, view, now);
    if (request.appointmentId() != null) {
      sql.add("AND d.appointment_id = ?", request.appointmentId());
    }
    if (request.encounterId() != null) {
      sql.add("AND d.encounter_id = ?", request.encounterId());
    }
    return Keyset.CREATED_DESCENDING
        .page(sql, Cursor.parse(request.cursor()), limit)
        .execute(pool)
        .map(rows -> Keyset.CREATED_DESCENDING.read(rows, limit, DocumentRows::document, page));
  }

  private static void restrict(Sql sql, DocumentView view, Instant now) {
    if (!view.clinical()) {
      sql.add("AND d.category = 'ADMINISTRATIVE'");
    }
    if (!view.restricted()) {
      sql.add("AND (d.author_id = ? OR NOT " + DocumentRows.RESTRICTED + ")", view.accountId());
    }
    if (view.released()) {
      sql.add("AND (d.by_patient OR " + DocumentRows.SHOWN_FROM + " <= ?)", Rows.utc(now));
    }
  }

  /** Whether a doctor has opened a patient's record in an emergency. */
  Future<Boolean> hasOpened(UUID doctorId, UUID patientId, Instant now) {
    return Sql.of("SELECT patients.has_opened(?, ?, ?)", doctorId, patientId, Rows.utc(now))
        .execute(pool)
        .map(Rows::isTrue);
  }

  /** {@code NOT_FOUND} if there is none. */
  Future<StoredDocument> find(UUID id) {
    return Sql.of(DocumentRows.SELECT + "WHERE d.id = ?", id)
        .execute(pool)
        .map(rows -> found(Rows.first(rows)));
  }

  private static StoredDocument found(Optional<Row> row) {
    return row.map(DocumentRows::document).orElseThrow(() -> Failure.notFound("document"));
  }

  /**
   * A new document.
   *
   * @param released when the patient can read it, or null
   */
  record NewDocument(
      UUID id,
      UUID patientId,
      UUID appointmentId,
      UUID encounterId,
      DocumentCategory category,
      byte[] details,
      byte[] key,
      long size,
      boolean byPatient,
      Instant released) {

    @Override
    public String toString() {
      return "NewDocument[" + id + "]";
    }
  }

  /**
   * Begins an upload.
   *
   * @return {@code TOO_MANY_UPLOADS}, {@code DOCUMENTS_FULL}, {@code NOT_FOUND} for a patient who
   *     is no longer there, {@code INVALID_REQUEST} for an appointment or encounter of somebody
   *     else
   */
  Future<Changed> insert(NewDocument document, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            reserve(connection, document, caller)
                .compose(
                    reserved ->
                        VisitRepository.check(
                            connection,
                            document.patientId(),
                            document.appointmentId(),
                            document.encounterId()))
                .compose(
                    checked ->
                        Sql.of(
                                """
                                INSERT INTO documents.document
                                  (id, patient_id, appointment_id, encounter_id, category, state,
                                   details, key, size, author_id, by_patient, created_at,
                                   updated_at, released_at)
                                VALUES (?, ?, ?, ?, ?, 'UPLOADING', ?, ?, ?, ?, ?, ?, ?, ?)
                                """,
                                document.id(),
                                document.patientId(),
                                document.appointmentId(),
                                document.encounterId(),
                                document.category().name(),
                                Buffer.buffer(document.details()),
                                Buffer.buffer(document.key()),
                                document.size(),
                                caller.userId(),
                                document.byPatient(),
                                Rows.utc(now),
                                Rows.utc(now),
                                Rows.utc(document.released()))
                            .execute(connection))
                .compose(inserted -> tell(connection, document.id(), now)));
  }

  /** One upload of a patient begins at a time, so that they cannot exceed the bounds together. */
  private static Future<Void> reserve(
      SqlConnection connection, NewDocument document, Caller caller) {
    return Sql.of(
            "SELECT pg_advisory_xact_lock(hashtextextended(?, 20261223))",
            "documents of " + document.patientId())
        .execute(connection)
        .compose(
            locked ->
                Sql.of(
                        """
                        SELECT (SELECT count(*) FROM documents.document o
                                 WHERE o.patient_id = ANY (own.records) AND o.state = 'UPLOADING'
                                   AND o.author_id = ?) AS open,
                               (SELECT coalesce(sum(o.size), 0)::bigint FROM documents.document o
                                 WHERE o.patient_id = ANY (own.records) AND o.key IS NOT NULL) AS bytes
                          FROM patients.contact p, patients.records_of_person(p.id) AS own (records)
                         WHERE p.id = ? AND p.active
                        """,
                        caller.userId(),
                        document.patientId())
                    .execute(connection))
        .map(
            rows -> {
              Row row = Rows.first(rows).orElseThrow(() -> Failure.notFound("patient"));
              if (row.getLong("open") >= MOST_OPEN) {
                throw Failure.of(DocumentsFailures.TOO_MANY_UPLOADS);
              }
              if (row.getLong("bytes") + document.size() > MOST_BYTES) {
                throw Failure.of(DocumentsFailures.DOCUMENTS_FULL);
              }
              return null;
            });
  }

  /**
   * Notes that a section has arrived. After the last one the document is due to be checked.
   *
   * @return empty if another request has stored a section at this place
   */
  Future<Optional<Changed>> advance(
      StoredDocument document, int length, String contentType, Instant now) {
    return pool.withTransaction(
        connection ->
            Sql.of(
                    """
                    UPDATE documents.document
                       SET received = received + ?, content_type = coalesce(content_type, ?),
                           updated_at = ?, version = version + 1,
                           state = CASE WHEN received + ? = size THEN 'CHECKING' ELSE state END,
                           due_at = CASE WHEN received + ? = size THEN ?::timestamptz END
                     WHERE id = ? AND received = ? AND state = 'UPLOADING'
                    """,
                    length,
                    contentType,
                    Rows.utc(now),
                    length,
                    length,
                    Rows.utc(now),
                    document.id(),
                    document.received())
                .execute(connection)
                .compose(
                    updated ->
                        updated.rowCount() == 0
                            ? Future.succeededFuture(Optional.<Changed>empty())
                            : advanced(connection, document, length, now).map(Optional::of)));
  }

  private static Future<Changed> advanced(
      SqlConnection connection, StoredDocument document, int length, Instant now) {
    return document.received() + length == document.size()
        ? tell(connection, document.id(), now)
        : DocumentRows.read(connection, document.id()).map(read -> new Changed(read, null));
  }

  /**
   * Stores a document that is complete.
   *
   * @param insert inserts it, and what belongs to it
   */
  public Future<Changed> insertStored(
      UUID id, Function<SqlConnection, Future<?>> insert, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection -> insert.apply(connection).compose(inserted -> tell(connection, id, now)));
  }

  /** Releases a document to the patient. */
  Future<Changed> release(UUID id, Instant now, Caller caller) {
    return change(
        Sql.of(
            """
            UPDATE documents.document SET released_at = coalesce(released_at, ?), version = version + 1
             WHERE id = ?
            """,
            Rows.utc(now),
            id),
        id,
        now,
        caller);
  }

  /** Strikes a document out; a letter is no longer confirmed. */
  Future<Changed> strikeOut(UUID id, byte[] reason, Instant now, Caller caller) {
    return change(
        Sql.of(
            """
            WITH letter AS (
              UPDATE documents.letter SET revoked_at = ? WHERE document_id = ? AND revoked_at IS NULL)
            UPDATE documents.document
               SET state = 'ENTERED_IN_ERROR', error = ?, version = version + 1
             WHERE id = ? AND state = 'STORED'
            """,
            Rows.utc(now),
            id,
            Buffer.buffer(reason),
            id),
        id,
        now,
        caller);
  }

  /** Removes a document with its key: its content is unreadable from now on, and deleted later. */
  Future<Changed> remove(UUID id, Instant now, Caller caller) {
    return change(
        Sql.of(
            """
            UPDATE documents.document
               SET state = 'REMOVED', key = NULL, due_at = ?, updated_at = ?, version = version + 1
             WHERE id = ? AND state IN ('UPLOADING', 'CHECKING', 'REFUSED', 'STORED')
            """,
            Rows.utc(now),
            Rows.utc(now),
            id),
        id,
        now,
        caller);
  }

  private Future<Changed> change(Sql update, UUID id, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            update
                .execute(connection)
                .compose(
                    updated -> {
                      if (updated.rowCount() == 0) {
                        throw Failure.of(DocumentsFailures.DOCUMENT_NOT_READY);
                      }
                      return tell(connection, id, now);
                    }));
  }

  /** Reads the document as it is now, and appends the event. */
  static Future<Changed> tell(SqlConnection connection, UUID id, Instant now) {
    return DocumentRows.read(connection, id)
        .compose(
            document -> {
              var event =
                  new DocumentChanged(
                      id, document.personId(), document.state(), document.version(), now);
              return Outbox.append(connection, DocumentsApi.DOCUMENT_CHANGED, event)
                  .map(new Changed(document, event));
            });
  }

  /**
   * Ids and states of the documents that the patient may see, latest first, when the patient begins
   * to see the next one, and a number that grows with each change of any document, when the patient
   * begins to see one, and with each change of what the patient restricts.
   */
  Future<DocumentStates> states(UUID patientId, Instant now, int limit) {
    return Sql.of(
            """
            WITH own AS (
              SELECT d.id, d.state, d.received, d.created_at, d.version, d.by_patient, moment.at,
                     %s AS shown_from
                FROM documents.document d, (VALUES (?::timestamptz)) AS moment (at)
               WHERE d.patient_id = ANY (patients.records_of_person(?)))
            SELECT (SELECT coalesce(sum(o.version), 0)::bigint + count(*) FILTER (WHERE o.shown_from <= o.at)
                      FROM own o)
                   + records.restriction_changes(patients.records_of_person(?)) AS changes,
                   (SELECT min(o.shown_from) FROM own o
                     WHERE o.shown_from > o.at AND o.state <> 'REMOVED' AND NOT o.by_patient) AS changes_at,
                   s.id, s.state, s.received
              FROM (VALUES (1)) AS always
              LEFT JOIN (SELECT * FROM own o
                          WHERE o.state <> 'REMOVED' AND (o.by_patient OR o.shown_from <= o.at)
                          ORDER BY o.created_at DESC, o.id DESC LIMIT ?) AS s ON true
            """
                .formatted(DocumentRows.SHOWN_FROM),
            Rows.utc(now),
            patientId,
            patientId,
            limit)
        .execute(pool)
        .map(
            rows ->
                new DocumentStates(
                    patientId,
                    Rows.one(rows).getLong("changes"),
                    Rows.instant(Rows.one(rows), "changes_at"),
                    Rows.list(rows, DocumentRepository::state).stream()
                        .flatMap(Optional::stream)
                        .toList()));
  }

  private static Optional<DocumentStateItem> state(Row row) {
    return Optional.ofNullable(row.getUUID("id"))
        .map(
            id ->
                new DocumentStateItem(
                    id, Rows.constant(row, "state", DocumentState.class), row.getLong("received")));
  }
}
