-- The row of a destroyed key stays, so that no other is made for the patient. Keys of what is set aside after an erasure expire.
ALTER TABLE platform.patient_key
  ALTER wrapped DROP NOT NULL,
  ALTER wrapped_by DROP NOT NULL,
  ADD destroyed_at timestamptz,
  ADD expires_at timestamptz,
  ADD CONSTRAINT patient_key_destroyed
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NULL) = (wrapped_by IS NULL));
CREATE INDEX patient_key_expiry ON platform.patient_key (expires_at) WHERE expires_at IS NOT NULL;
