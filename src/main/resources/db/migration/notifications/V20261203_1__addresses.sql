-- A mail goes to a patient, whose address is read when it is sent, or to an address: of an account, or one to be confirmed.
ALTER TABLE notifications.delivery
  ALTER COLUMN patient_id DROP NOT NULL,
  ADD COLUMN email text,
  ADD CONSTRAINT delivery_recipient CHECK (num_nonnulls(patient_id, email) = 1);

-- The latest mails to an address, at most as many as it gets in an hour.
CREATE TABLE notifications.recipient (
  address_key bytea         PRIMARY KEY,  -- SHA-256 of the address in lower case
  sent_at     timestamptz[] NOT NULL,     -- oldest first
  last_at     timestamptz   NOT NULL
);
CREATE INDEX recipient_age ON notifications.recipient (last_at);
