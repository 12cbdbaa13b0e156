-- Encounters that are being written, for what is written and signed with them.
CREATE OR REPLACE VIEW records.encounter_in_progress AS
  SELECT e.id, e.patient_id, e.doctor_id FROM records.encounter e WHERE e.status = 'IN_PROGRESS';
