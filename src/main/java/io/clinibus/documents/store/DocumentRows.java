package io.clinibus.documents.store;

import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentState;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.ZoneId;
import java.util.UUID;

/** The columns of a document, and the document of a row. */
final class DocumentRows {

  /**
   * Whether the patient keeps it from others: its category, or its encounter. Restrictions of a
   * record that was merged are those of the record that stands; what the latter had already does
   * not count twice, so that lifting it is enough.
   */
  static final String RESTRICTED =
      """
      EXISTS (SELECT FROM records.restricted_part r
               WHERE r.patient_id = (patients.records_of_person(d.patient_id))[1]
                 AND (r.part = 'DOCUMENTS' AND r.subject = d.category
                      OR r.part = 'ENCOUNTER' AND r.subject = d.encounter_id::text))
      """;

  /** From when on the patient sees it. */
  static final String SHOWN_FROM =
      "documents.shown_from(d.id, d.encounter_id, d.appointment_id, d.released_at)";

  static final String COLUMNS =
      """
      d.id, d.patient_id, (patients.records_of_person(d.patient_id))[1] AS person_id,
      d.appointment_id, d.encounter_id, d.category, d.state, d.details, d.key, d.size, d.received,
      d.content_type, d.blob, d.sealed_size, d.error, d.author_id,
      (SELECT a.name FROM identity.account_name a WHERE a.id = d.author_id) AS author,
      d.by_patient, d.created_at, d.stored_at, %s AS released_at, d.attempts, d.version,
      (SELECT zone FROM scheduling.clinic) AS zone,
      """
              .formatted(SHOWN_FROM)
          + RESTRICTED
          + " AS restricted ";

  static final String SELECT = "SELECT " + COLUMNS + " FROM documents.document d ";

  private DocumentRows() {}

  static Future<StoredDocument> read(SqlConnection connection, UUID id) {
    return Sql.of(SELECT + "WHERE d.id = ?", id)
        .execute(connection)
        .map(rows -> document(Rows.one(rows)));
  }

  static StoredDocument document(Row row) {
    return new StoredDocument(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getUUID("person_id"),
        row.getUUID("appointment_id"),
        row.getUUID("encounter_id"),
        Rows.constant(row, "category", DocumentCategory.class),
        Rows.constant(row, "state", DocumentState.class),
        bytes(row, "details"),
        bytes(row, "key"),
        row.getLong("size"),
        row.getLong("received"),
        row.getString("content_type"),
        row.getString("blob"),
        row.getLong("sealed_size"),
        bytes(row, "error"),
        row.getUUID("author_id"),
        row.getString("author"),
        row.getBoolean("by_patient"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "stored_at"),
        Rows.instant(row, "released_at"),
        row.getInteger("attempts"),
        row.getLong("version"),
        row.getBoolean("restricted"),
        ZoneId.of(row.getString("zone")));
  }

  private static byte[] bytes(Row row, String column) {
    Buffer stored = row.getBuffer(column);
    return stored == null ? null : stored.getBytes();
  }
}
