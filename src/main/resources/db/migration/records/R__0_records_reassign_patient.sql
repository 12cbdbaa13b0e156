-- Gives encounters, entries and restrictions of a record to another; with `only_ids`, of these alone what still is the record's.
-- The keys that have sealed them stay. In PL/pgSQL, because it names tables that other scripts may come before.
CREATE OR REPLACE FUNCTION records.reassign_patient(source uuid, target uuid, only_ids uuid[])
RETURNS TABLE (kind text, id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    UPDATE records.encounter e SET patient_id = target
     WHERE e.patient_id = source AND (only_ids IS NULL OR e.id = ANY (only_ids))
    RETURNING 'encounter', e.id;
  RETURN QUERY
    WITH moved AS (
      UPDATE records.entry e SET patient_id = target
       WHERE e.patient_id = source AND (only_ids IS NULL OR e.id = ANY (only_ids))
      RETURNING e.id)
    SELECT DISTINCT 'entry', m.id FROM moved m;
  RETURN QUERY
    UPDATE records.restriction r SET patient_id = target
     WHERE r.patient_id = source AND (only_ids IS NULL OR r.id = ANY (only_ids))
    RETURNING 'restriction', r.id;
END $$;
