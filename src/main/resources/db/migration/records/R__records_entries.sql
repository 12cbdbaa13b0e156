-- Entries of patients' records, and what patients keep from other doctors.

-- The present version of each entry of a patient that a doctor may see; all of them for a reader who sees everything. It is stated as
-- restricted to the patient, who is no doctor, and to a doctor who would not see it otherwise.
CREATE OR REPLACE FUNCTION records.visible_entries(patient uuid, doctor uuid, sees_all boolean)
RETURNS TABLE (id uuid, version integer, patient_id uuid, sealed_for uuid, kind text, status text, content bytea,
               author_doctor_id uuid, recorded_at timestamptz, first_recorded_at timestamptz, restricted boolean)
LANGUAGE sql STABLE AS $$
  SELECT e.id, e.version, e.patient_id, e.sealed_for, e.kind, e.status, e.content, e.author_doctor_id, e.recorded_at,
         e.first_recorded_at, r.id IS NOT NULL AND NOT w.by_reader
    FROM (SELECT DISTINCT ON (v.id) v.* FROM records.entry v
           WHERE v.patient_id = patient ORDER BY v.id, v.version DESC) AS e
    LEFT JOIN records.restriction r
      ON r.patient_id = patient AND r.part = 'ENTRY' AND r.subject = e.id::text AND r.lifted_at IS NULL
   CROSS JOIN LATERAL (
     SELECT r.id IS NOT NULL AND EXISTS (SELECT FROM records.entry a WHERE a.id = e.id AND a.author_doctor_id = doctor)
            AS by_reader) AS w
   WHERE r.id IS NULL OR sees_all OR w.by_reader
$$;

-- Entries are append-only; the record that they belong to changes when records are merged.
CREATE OR REPLACE TRIGGER entry_is_kept BEFORE DELETE ON records.entry
  FOR EACH ROW EXECUTE FUNCTION records.refuse_rewriting();
CREATE OR REPLACE TRIGGER entry_is_final BEFORE UPDATE ON records.entry
  FOR EACH ROW WHEN (
    (old.id, old.version, old.sealed_for, old.kind, old.status, old.content, old.author_id, old.author_doctor_id,
     old.recorded_at, old.first_recorded_at)
      IS DISTINCT FROM
    (new.id, new.version, new.sealed_for, new.kind, new.status, new.content, new.author_id, new.author_doctor_id,
     new.recorded_at, new.first_recorded_at))
  EXECUTE FUNCTION records.refuse_rewriting();
CREATE OR REPLACE TRIGGER entries_are_kept BEFORE TRUNCATE ON records.entry
  FOR EACH STATEMENT EXECUTE FUNCTION records.refuse_rewriting();

-- Whether a patient keeps an encounter from a doctor, who is not its author. For nodes of the former release.
CREATE OR REPLACE FUNCTION records.is_hidden(patient uuid, encounter uuid, author uuid, reader uuid)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT author IS DISTINCT FROM reader
     AND EXISTS (SELECT FROM records.restriction r
                  WHERE r.patient_id = patient AND r.part = 'ENCOUNTER' AND r.subject = encounter::text AND r.lifted_at IS NULL)
$$;
