-- When the owner of a patient's e-mail address confirmed it. Addresses of before count as confirmed; the default gives them
-- the value without rewriting the table.
ALTER TABLE patients.patient ADD COLUMN email_confirmed_at timestamptz DEFAULT now();
ALTER TABLE patients.patient ALTER COLUMN email_confirmed_at DROP DEFAULT;

-- The link that confirms the address of a patient: the latest one.
CREATE TABLE patients.email_confirmation (
  id         uuid        PRIMARY KEY,
  patient_id uuid        NOT NULL UNIQUE REFERENCES patients.patient,
  email      text        NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX email_confirmation_expiry ON patients.email_confirmation (expires_at);
