-- The link by which a patient whom staff entered gets an account: the latest one. It is valid for the address to which it was
-- mailed, as long as the record has that address.
CREATE TABLE patients.account_invitation (
  id         uuid        PRIMARY KEY,  -- of the link
  patient_id uuid        NOT NULL UNIQUE REFERENCES patients.patient,
  email      text        NOT NULL,
  sent_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX account_invitation_expiry ON patients.account_invitation (expires_at);
