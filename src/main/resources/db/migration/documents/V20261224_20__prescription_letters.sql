-- The letter of a prescription: one that stands, so that a prescription is not printed twice.
ALTER TABLE documents.letter ADD COLUMN prescription_id uuid;
CREATE UNIQUE INDEX letter_of_prescription ON documents.letter (prescription_id) WHERE revoked_at IS NULL;
