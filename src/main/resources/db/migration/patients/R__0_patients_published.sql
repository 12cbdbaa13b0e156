-- Published views of patients, for other domains.

-- Names and confirmed e-mail addresses of patients, including deleted ones as not active.
CREATE OR REPLACE VIEW patients.contact AS
  SELECT p.id, trim(p.given_name || ' ' || p.family_name) AS name,
         CASE WHEN p.email_confirmed_at IS NOT NULL THEN p.email END AS email, p.deleted_at IS NULL AS active
    FROM patients.patient p;

-- Active patients with their time of registration.
CREATE OR REPLACE VIEW patients.registration AS
  SELECT p.id AS patient_id, p.created_at AS registered_at
    FROM patients.patient p
   WHERE p.deleted_at IS NULL;
