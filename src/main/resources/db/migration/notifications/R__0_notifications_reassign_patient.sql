-- Sends the mails to come of a record to another record; with `only_ids`, of these alone what still is the record's.
CREATE OR REPLACE FUNCTION notifications.reassign_patient(source uuid, target uuid, only_ids uuid[])
RETURNS TABLE (kind text, id uuid) LANGUAGE sql AS $$
  UPDATE notifications.delivery d SET patient_id = target
   WHERE d.patient_id = source AND d.state = 'DUE' AND (only_ids IS NULL OR d.id = ANY (only_ids))
  RETURNING 'delivery', d.id
$$;
