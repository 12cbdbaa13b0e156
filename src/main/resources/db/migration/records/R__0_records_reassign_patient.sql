-- Gives the encounters of a record to another; with `only_ids`, of these alone what still is the record's. The key that has
-- sealed them stays.
CREATE OR REPLACE FUNCTION records.reassign_patient(source uuid, target uuid, only_ids uuid[])
RETURNS TABLE (kind text, id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    UPDATE records.encounter e SET patient_id = target, version = e.version + 1
     WHERE e.patient_id = source AND (only_ids IS NULL OR e.id = ANY (only_ids))
    RETURNING 'encounter', e.id;
END $$;
