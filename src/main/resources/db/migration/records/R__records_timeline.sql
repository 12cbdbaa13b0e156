-- What a reader sees of a patient's record: encounters and the present versions of entries. A reader who is no doctor is the
-- patient, who sees encounters once they are released. A doctor sees those that are signed and the own drafts; what the patient
-- restricts only as its author, unless the reader sees everything; it is stated as restricted to the patient, and to a doctor who would
-- not see it otherwise.
CREATE OR REPLACE FUNCTION records.timeline(patient uuid, doctor uuid, sees_all boolean, at timestamptz)
RETURNS TABLE (id uuid, kind text, starts_at timestamptz, status text, sealed_for uuid, content bytea, content_version integer,
               doctor_id uuid, appointment_id uuid, encounter_kind text, signed_at timestamptz, first_recorded_at timestamptz,
               restricted boolean)
LANGUAGE sql STABLE AS $$
  SELECT c.id, 'ENCOUNTER', c.starts_at, c.status, c.sealed_for, c.note, c.note_version, c.doctor_id, c.appointment_id, c.kind,
         c.signed_at, NULL::timestamptz, r.id IS NOT NULL AND c.doctor_id IS DISTINCT FROM doctor
    FROM records.encounter c
    LEFT JOIN records.restriction r
      ON r.patient_id = patient AND r.part = 'ENCOUNTER' AND r.subject = c.id::text AND r.lifted_at IS NULL
   WHERE c.patient_id = patient
     AND (r.id IS NULL OR sees_all OR c.doctor_id = doctor)
     AND CASE WHEN doctor IS NULL THEN c.released_at <= at ELSE c.signed_at IS NOT NULL OR c.doctor_id = doctor END
  UNION ALL
  SELECT e.id, e.kind, e.recorded_at, e.status, e.sealed_for, e.content, e.version, e.author_doctor_id, NULL, NULL, NULL,
         e.first_recorded_at, e.restricted
    FROM records.visible_entries(patient, doctor, sees_all) AS e
$$;
