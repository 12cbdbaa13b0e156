package io.clinibus.patients.family;

import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.RepresentationsApi.ListRepresentationChanges;
import io.clinibus.patients.api.RepresentationsApi.RepresentationChange;
import io.clinibus.patients.api.RepresentationsApi.RepresentationChangeKind;
import io.clinibus.patients.api.RepresentationsApi.RepresentationChangePage;
import io.clinibus.patients.api.RepresentationsApi.RepresentationDocument;
import io.clinibus.patients.family.RepresentationStepWriter.Evidence;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/** What was done with representations. */
public final class RepresentationChangeRepository {

  private final Pool pool;

  public RepresentationChangeRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Writes down a change that has left a row so.
   *
   * @param actor the account
   * @return the id of the change
   */
  static Future<UUID> append(
      SqlConnection connection,
      Row row,
      RepresentationChangeKind kind,
      Evidence seen,
      Instant now,
      UUID actor) {
    UUID id = UuidV7.next();
    return Sql.of(
            """
            INSERT INTO patients.representation_change
              (id, representation_id, version, kind, created_at, actor_id, document, reference, last_day)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            id,
            row.getUUID("id"),
            row.getInteger("version"),
            kind.name(),
            Rows.utc(now),
            actor,
            seen.document() == null ? null : seen.document().name(),
            seen.reference(),
            row.getLocalDate("last_day"))
        .execute(connection)
        .map(id);
  }

  /** Latest first; {@code NOT_FOUND} if the patient is not one of the two. */
  Future<RepresentationChangePage> list(ListRepresentationChanges request) {
    Cursor after = Cursor.parse(request.cursor());
    int limit = Cursor.limit(request.limit());
    return Sql.of(
            """
            SELECT FROM patients.representation WHERE id = ? AND ? IN (representative_id, patient_id)
            """,
            request.representationId(),
            request.patientId())
        .execute(pool)
        .compose(
            found -> {
              if (found.size() == 0) {
                throw Failure.notFound("representation");
              }
              return query(request.representationId(), after, limit).execute(pool);
            })
        .map(
            rows ->
                Keyset.CREATED_DESCENDING.read(
                    rows,
                    limit,
                    RepresentationChangeRepository::change,
                    RepresentationChangePage::new));
  }

  private static Sql query(UUID representation, Cursor after, int limit) {
    Sql sql =
        Sql.of(
            """
            SELECT id, kind, created_at, document, reference, last_day,
                   (SELECT n.name FROM identity.account_name n WHERE n.id = actor_id) AS actor_name,
                   (SELECT c.zone FROM scheduling.clinic c) AS zone
              FROM patients.representation_change WHERE representation_id = ?
            """,
            representation);
    return Keyset.CREATED_DESCENDING.page(sql, after, limit);
  }

  private static RepresentationChange change(Row row) {
    return new RepresentationChange(
        row.getUUID("id"),
        Rows.constant(row, "kind", RepresentationChangeKind.class),
        RepresentationRows.local(row, "created_at", ZoneId.of(row.getString("zone"))),
        row.getString("actor_name"),
        Rows.constant(row, "document", RepresentationDocument.class),
        row.getString("reference"),
        row.getLocalDate("last_day"));
  }
}
