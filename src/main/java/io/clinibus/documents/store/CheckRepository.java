package io.clinibus.documents.store;

import io.clinibus.documents.content.DocumentContents.Sealed;
import io.clinibus.documents.store.DocumentRepository.Changed;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of what happens to documents in the background. */
public final class CheckRepository {

  private final Pool pool;

  public CheckRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Claims the document that is due first. The claim of a node that fails ends with the lease.
   *
   * @param lease until when no other node claims it
   */
  Future<Optional<StoredDocument>> claim(Instant now, Instant lease) {
    return Sql.of(
            """
            WITH claimed AS (
              UPDATE documents.document SET due_at = ?, attempts = attempts + 1
               WHERE id = (SELECT c.id FROM documents.document c
                            WHERE c.due_at <= ? AND c.state = 'CHECKING'
                            ORDER BY c.due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
              RETURNING *)
            """
                + "SELECT "
                + DocumentRows.COLUMNS
                + " FROM claimed d",
            Rows.utc(lease),
            Rows.utc(now))
        .execute(pool)
        .map(rows -> Rows.first(rows).map(DocumentRows::document));
  }

  /**
   * Notes the result of a check.
   *
   * @param content empty if the document is refused: its key is destroyed
   * @return empty if the document has changed in the meantime
   */
  Future<Optional<Changed>> complete(
      StoredDocument document, Optional<Sealed> content, Instant now) {
    return pool.withTransaction(
        connection ->
            (content.isPresent() ? stored(document, content.get(), now) : refused(document, now))
                .execute(connection)
                .compose(
                    updated ->
                        updated.rowCount() == 0
                            ? Future.succeededFuture(Optional.<Changed>empty())
                            : DocumentRepository.tell(connection, document.id(), now)
                                .map(Optional::of)));
  }

  private static Sql stored(StoredDocument document, Sealed content, Instant now) {
    return Sql.of(
        """
        UPDATE documents.document
           SET state = 'STORED', content_type = ?, blob = ?, sealed_size = ?, digest = ?,
               stored_at = ?, due_at = ?, version = version + 1
         WHERE id = ? AND state = 'CHECKING' AND attempts = ?
        """,
        content.type(),
        content.blob(),
        content.size(),
        Buffer.buffer(content.digest()),
        Rows.utc(now),
        Rows.utc(now),
        document.id(),
        document.attempts());
  }

  private static Sql refused(StoredDocument document, Instant now) {
    return Sql.of(
        """
        UPDATE documents.document
           SET state = 'REFUSED', key = NULL, updated_at = ?, due_at = ?, version = version + 1
         WHERE id = ? AND state = 'CHECKING' AND attempts = ?
        """,
        Rows.utc(now),
        Rows.utc(now),
        document.id(),
        document.attempts());
  }

  /** The check is repeated later. */
  Future<?> postpone(StoredDocument document, Instant due) {
    return Sql.of(
            """
            UPDATE documents.document SET due_at = ?
             WHERE id = ? AND state = 'CHECKING' AND attempts = ?
            """,
            Rows.utc(due),
            document.id(),
            document.attempts())
        .execute(pool);
  }

  /** Documents that are in their final state and of which blobs are left that nothing needs. */
  Future<List<StoredDocument>> withLeftBlobs(Instant now, int limit) {
    return Sql.of(
            "SELECT "
                + DocumentRows.COLUMNS
                + """
                 FROM documents.document d
                WHERE d.due_at <= ? AND d.state NOT IN ('UPLOADING', 'CHECKING')
                ORDER BY d.due_at LIMIT ?
                """,
            Rows.utc(now),
            limit)
        .execute(pool)
        .map(rows -> Rows.list(rows, DocumentRows::document));
  }

  /**
   * Nothing is left of a document that nothing needs; of one that has changed in the meantime there
   * may be.
   */
  Future<?> cleaned(StoredDocument document) {
    return Sql.of(
            """
            UPDATE documents.document SET due_at = NULL
             WHERE id = ? AND version = ? AND state NOT IN ('UPLOADING', 'CHECKING')
            """,
            document.id(),
            document.version())
        .execute(pool);
  }

  /** Ends uploads of which no section has arrived since a time. */
  Future<List<UUID>> expire(Instant since, Instant now, int limit) {
    return Sql.of(
            """
            UPDATE documents.document
               SET state = 'REMOVED', key = NULL, due_at = ?, updated_at = ?, version = version + 1
             WHERE id IN (SELECT u.id FROM documents.document u
                           WHERE u.state = 'UPLOADING' AND u.updated_at < ?
                           ORDER BY u.updated_at LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING id
            """,
            Rows.utc(now),
            Rows.utc(now),
            Rows.utc(since),
            limit)
        .execute(pool)
        .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
  }

  /** Those of some ids that are documents with a key, or were when they were set aside. */
  Future<List<UUID>> present(List<UUID> ids) {
    return Sql.of(
            """
            SELECT d.id FROM documents.document d WHERE d.id = ANY (?) AND d.key IS NOT NULL
             UNION
            SELECT r.row_id::uuid FROM privacy.retained_row r
             WHERE r.record = 'documents' AND r.row_id = ANY (?)
            """,
            ids.toArray(UUID[]::new),
            ids.stream().map(UUID::toString).toArray(String[]::new))
        .execute(pool)
        .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
  }
}
