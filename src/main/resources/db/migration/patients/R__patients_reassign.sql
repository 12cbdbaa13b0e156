-- Moves proposals, emergency accesses and representations of a record to another; with `only_ids`, of these alone what still is the record's.
-- A pending proposal stays if the other record has one for the same part. Links that were mailed for the record become void.
-- A representation waits for the clinic's confirmation again, unless staff have confirmed it: it now gives access to more.
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
  RETURN QUERY
    UPDATE patients.representation r
       SET patient_id = target, in_force_since = CASE WHEN r.confirmed_at IS NOT NULL THEN r.in_force_since END
     WHERE r.patient_id = source AND r.representative_id <> target AND (only_ids IS NULL OR r.id = ANY (only_ids))
       AND (r.ended_at IS NOT NULL OR NOT EXISTS (
             SELECT FROM patients.representation o
              WHERE o.patient_id = target AND o.representative_id = r.representative_id AND o.ended_at IS NULL))
    RETURNING 'representation', r.id;
  RETURN QUERY
    UPDATE patients.representation r SET representative_id = target
     WHERE r.representative_id = source AND r.patient_id <> target AND (only_ids IS NULL OR r.id = ANY (only_ids))
       AND (r.ended_at IS NOT NULL OR NOT EXISTS (
             SELECT FROM patients.representation o
              WHERE o.representative_id = target AND o.patient_id = r.patient_id AND o.ended_at IS NULL))
    RETURNING 'representation', r.id;
END $$;
