-- Medical histories are sealed, and with them what was changed of them and what patients propose for them. What former releases
-- wrote is in the columns in clear until a job has sealed it; afterwards these are empty.
ALTER TABLE patients.patient
  ADD COLUMN history bytea,
  ADD COLUMN history_version integer NOT NULL DEFAULT 0,  -- of the patient when it was sealed
  ADD CONSTRAINT patient_history CHECK (history IS NULL OR medical_history = '{}');
CREATE INDEX patient_in_clear ON patients.patient (id) WHERE medical_history <> '{}';

ALTER TABLE patients.change
  ADD COLUMN sealed bytea,  -- before and after
  ADD COLUMN allergies boolean NOT NULL DEFAULT false,  -- whether they are part of a change that is sealed
  ADD CONSTRAINT change_sealed CHECK (sealed IS NULL OR part = 'MEDICAL_HISTORY' AND before IS NULL AND after IS NULL);
CREATE INDEX change_in_clear ON patients.change (id) WHERE part = 'MEDICAL_HISTORY' AND sealed IS NULL;

ALTER TABLE patients.proposal
  ADD COLUMN sealed bytea,  -- what is proposed, and the note
  ADD COLUMN sealed_for uuid,
  ADD CONSTRAINT proposal_sealed CHECK (
    sealed IS NULL AND sealed_for IS NULL
    OR sealed IS NOT NULL AND sealed_for IS NOT NULL AND part = 'MEDICAL_HISTORY' AND proposed = '{}' AND note IS NULL);
CREATE INDEX proposal_in_clear ON patients.proposal (id) WHERE part = 'MEDICAL_HISTORY' AND sealed IS NULL;

CREATE INDEX emergency_access_in_clear ON patients.emergency_access (id) WHERE sealed IS NULL;

-- Rows of the log of changes may be sealed, and are not changed otherwise: R__patients_changes.sql.
DROP TRIGGER change_is_append_only ON patients.change;
CREATE TRIGGER change_is_append_only BEFORE TRUNCATE ON patients.change
  FOR EACH STATEMENT EXECUTE FUNCTION patients.refuse_rewriting();
