-- What other domains may read of patients.

-- How a patient is addressed. Who was deleted stays, not active.
CREATE OR REPLACE VIEW patients.contact AS
  SELECT p.id, trim(p.given_name || ' ' || p.family_name) AS name, p.email, p.deleted_at IS NULL AS active
    FROM patients.patient p;

-- The patients there are, and since when.
CREATE OR REPLACE VIEW patients.registration AS
  SELECT p.id AS patient_id, p.created_at AS registered_at
    FROM patients.patient p
   WHERE p.deleted_at IS NULL;
