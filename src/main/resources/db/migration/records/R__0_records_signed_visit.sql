-- Visits whose encounter is signed: they stay completed.
CREATE OR REPLACE VIEW records.signed_visit AS
  SELECT e.appointment_id FROM records.encounter e WHERE e.status = 'FINISHED' AND e.appointment_id IS NOT NULL;
