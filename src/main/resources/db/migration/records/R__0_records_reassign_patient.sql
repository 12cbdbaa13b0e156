-- Gives encounters, entries and restrictions of a record to another; with `only_ids`, of these alone what still is the record's.
-- The keys that have sealed them stay. A restriction that the other record has as well stays.
CREATE OR REPLACE FUNCTION records.reassign_patient(source uuid, target uuid, only_ids uuid[])
RETURNS TABLE (kind text, id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    UPDATE records.encounter e SET patient_id = target, version = e.version + 1
     WHERE e.patient_id = source AND (only_ids IS NULL OR e.id = ANY (only_ids))
    RETURNING 'encounter', e.id;
  RETURN QUERY
    WITH moved AS (
      UPDATE records.entry e SET patient_id = target
       WHERE e.patient_id = source AND (only_ids IS NULL OR e.id = ANY (only_ids))
      RETURNING e.id)
    SELECT DISTINCT 'record_entry', m.id FROM moved m;
  RETURN QUERY
    UPDATE records.restriction r SET patient_id = target
     WHERE r.patient_id = source AND (only_ids IS NULL OR r.id = ANY (only_ids))
       AND (r.lifted_at IS NOT NULL OR NOT EXISTS (
             SELECT FROM records.restriction o
              WHERE o.patient_id = target AND o.part = r.part AND o.subject = r.subject AND o.lifted_at IS NULL))
    RETURNING 'record_restriction', r.id;
END $$;
