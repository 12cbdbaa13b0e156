-- What other domains may know of encounters: whose they are, of which kind, when they began, whether they are signed, and from when
-- on the patient sees them.
CREATE OR REPLACE VIEW records.patient_encounter AS
  SELECT e.id, e.patient_id, e.doctor_id, e.appointment_id, e.status, e.released_at, e.kind, e.starts_at FROM records.encounter e;
