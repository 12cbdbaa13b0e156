-- What other domains may know of encounters: whose they are, and whether they are signed.
CREATE OR REPLACE VIEW records.patient_encounter AS
  SELECT e.id, e.patient_id, e.doctor_id, e.appointment_id, e.status FROM records.encounter e;
