package io.clinibus.documents;

import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The personal data of the documents domain. Copies have where a content can be read; an erasure
 * sets clinical documents aside with the keys of their contents, which stay in the store as long.
 * Other contents are unreadable when the row with their key is gone, and deleted within a day.
 */
final class DocumentsPersonalData {

  private static final String SELECT =
      """
      SELECT to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || d.id AS key,
             jsonb_strip_nulls(jsonb_build_object(
               'id', d.id, 'category', d.category, 'state', d.state, 'size', d.size,
               'contentType', d.content_type, 'appointmentId', d.appointment_id,
               'encounterId', d.encounter_id, 'uploadedBy', d.author_id, 'createdAt', d.created_at,
               'storedAt', d.stored_at, 'releasedAt', documents.shown_from(
                 d.id, d.encounter_id, d.appointment_id, d.released_at)%s)) AS document,
             %s AS sealed, d.patient_id AS sealed_for, d.id AS row_id, 1::bigint AS row_version
             %s
        FROM documents.document d
       WHERE d.patient_id = ANY (:patients)
      """;

  private static final String SHOWN =
      """
      (d.by_patient
       OR documents.shown_from(d.id, d.encounter_id, d.appointment_id, d.released_at) <= :now)
      """;

  /**
   * The contents themselves would make a copy of gigabytes. Of what the patient does not see yet a
   * copy has neither name nor description: it shows no more than the app.
   */
  private static final String COPIED =
      SELECT.formatted(
          """
          , 'content', CASE WHEN d.blob IS NOT NULL AND d.key IS NOT NULL AND %s
                            THEN '/api/documents/' || d.id || '/content' END
          """
              .formatted(SHOWN),
          "CASE WHEN " + SHOWN + " THEN d.details END",
          "");

  private static final String RETAINED =
      SELECT.formatted(
              ", 'blob', d.blob, 'sealedSize', d.sealed_size, 'letter', "
                  + "(SELECT l.kind FROM documents.letter l WHERE l.document_id = d.id)",
              "d.details",
              ", d.key AS content_key")
          + " AND d.category <> 'ADMINISTRATIVE' AND d.state IN ('STORED', 'ENTERED_IN_ERROR')";

  private static final PersonalRecord DOCUMENTS =
      PersonalRecord.erased(
              "documents",
              Set.of("documents.document", "documents.letter"),
              COPIED,
              "DELETE FROM documents.document WHERE patient_id = ANY (:patients)")
          .withoutClinicalParts(COPIED + " AND d.category = 'ADMINISTRATIVE'")
          .retaining(RETAINED)
          .opening("documents.document.details", "details", "documents.document.key");

  static final PersonalData ALL = PersonalData.of(List.of(DOCUMENTS), Map.of());

  private DocumentsPersonalData() {}
}
