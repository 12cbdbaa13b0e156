-- A key per patient, which seals the clinical data of the patient. It is wrapped by a key of the clinic that is not in the
-- database. Deleting the row makes everything that it has sealed unreadable, in backups too.
CREATE TABLE platform.patient_key (
  patient_id uuid        PRIMARY KEY,
  wrapped    bytea       NOT NULL,
  wrapped_by text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX patient_key_wrapped_by ON platform.patient_key (wrapped_by, patient_id);
