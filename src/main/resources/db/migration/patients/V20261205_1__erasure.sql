-- When a patient's data was erased. What is left is a row without data, to which appointments refer.
ALTER TABLE patients.patient ADD COLUMN erased_at timestamptz;
CREATE INDEX patient_kept ON patients.patient (created_at, id) WHERE erased_at IS NULL;

-- The log of changes stays append-only, except for patients whose data was erased.
DROP TRIGGER change_is_append_only ON patients.change;
CREATE TRIGGER change_is_append_only BEFORE UPDATE OR TRUNCATE ON patients.change
  FOR EACH STATEMENT EXECUTE FUNCTION patients.refuse_rewriting();
