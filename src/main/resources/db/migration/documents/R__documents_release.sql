-- From when on the patient sees a document that was released at a time; null for not yet. A summary of a visit says what the note
-- of the visit does: the patient sees it when the note is released, never before it.
CREATE OR REPLACE FUNCTION documents.shown_from(document uuid, encounter uuid, visit uuid, released timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN note.id IS NULL THEN released WHEN note.released_at IS NOT NULL THEN greatest(released, note.released_at) END
    FROM (VALUES (released)) AS asked (at)
    LEFT JOIN (
      SELECT e.id, e.released_at
        FROM documents.letter l
        JOIN records.patient_encounter e
          ON e.id = encounter OR encounter IS NULL AND e.appointment_id = visit AND e.status <> 'ENTERED_IN_ERROR'
       WHERE l.document_id = document AND l.kind = 'VISIT_SUMMARY') AS note ON asked.at IS NOT NULL
$$;
