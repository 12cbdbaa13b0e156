-- Gives the prescriptions of a record to another; with `only_ids`, of these alone what still is the record's. The key that
-- has sealed them stays.
CREATE OR REPLACE FUNCTION prescriptions.reassign_patient(source uuid, target uuid, only_ids uuid[])
RETURNS TABLE (kind text, id uuid) LANGUAGE sql AS $$
  UPDATE prescriptions.prescription p SET patient_id = target
   WHERE p.patient_id = source AND (only_ids IS NULL OR p.id = ANY (only_ids))
  RETURNING 'prescription', p.id
$$;
