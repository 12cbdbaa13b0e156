-- Moves proposals and emergency accesses of a record to another; with `only_ids`, of these alone what still is the record's.
-- A pending proposal stays if the other record has one for the same part. Links that were mailed for the record become void.
CREATE OR REPLACE FUNCTION patients.reassign_patient(source uuid, target uuid, only_ids uuid[])
RETURNS TABLE (kind text, id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  DELETE FROM patients.account_invitation i WHERE i.patient_id = source;
  DELETE FROM patients.email_confirmation c WHERE c.patient_id = source;
  RETURN QUERY
    UPDATE patients.proposal p SET patient_id = target
     WHERE p.patient_id = source AND (only_ids IS NULL OR p.id = ANY (only_ids))
       AND (p.status <> 'PENDING' OR NOT EXISTS (
             SELECT FROM patients.proposal o
              WHERE o.patient_id = target AND o.part = p.part AND o.status = 'PENDING'))
    RETURNING 'proposal', p.id;
  RETURN QUERY
    UPDATE patients.emergency_access e SET patient_id = target
     WHERE e.patient_id = source AND (only_ids IS NULL OR e.id = ANY (only_ids))
    RETURNING 'emergency_access', e.id;
END $$;
