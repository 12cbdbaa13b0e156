package io.clinibus.documents;

import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The personal data of the documents domain. Contents are unreadable when the row with their key is
 * gone; the blobs are deleted within a day.
 */
final class DocumentsPersonalData {

  private static final String SELECT =
      """
      SELECT to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || d.id AS key,
             jsonb_strip_nulls(jsonb_build_object(
               'id', d.id, 'category', d.category, 'state', d.state, 'size', d.size,
               'contentType', d.content_type, 'appointmentId', d.appointment_id,
               'encounterId', d.encounter_id, 'uploadedBy', d.author_id, 'createdAt', d.created_at,
               'storedAt', d.stored_at, 'releasedAt', d.released_at)) AS document,
             d.details AS sealed, d.patient_id AS sealed_for, d.id AS row_id, 1::bigint AS row_version
        FROM documents.document d
       WHERE d.patient_id = ANY (:patients)
      """;

  private static final PersonalRecord DOCUMENTS =
      PersonalRecord.erased(
              "documents",
              Set.of("documents.document", "documents.letter"),
              SELECT,
              "DELETE FROM documents.document WHERE patient_id = ANY (:patients)")
          .withoutClinicalParts(SELECT + " AND d.category = 'ADMINISTRATIVE'")
          .opening("documents.document.details", "details");

  static final PersonalData ALL = PersonalData.of(List.of(DOCUMENTS), Map.of());

  private DocumentsPersonalData() {}
}
