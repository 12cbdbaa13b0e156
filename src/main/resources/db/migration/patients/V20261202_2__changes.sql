-- The parts of a patient's data are IDENTITY, CONTACT, INSURANCE and MEDICAL_HISTORY. Their contents are written and read
-- in one place, the class StoredParts.

-- Every change of a patient's data; one row for each part that changed. Rows are never changed.
CREATE TABLE patients.change (
  id          uuid        PRIMARY KEY,
  patient_id  uuid        NOT NULL REFERENCES patients.patient,
  version     integer     NOT NULL,  -- of the patient, since this change
  part        text        NOT NULL CHECK (part IN ('IDENTITY', 'CONTACT', 'INSURANCE', 'MEDICAL_HISTORY')),
  before      jsonb,      -- null if nothing was recorded
  after       jsonb,
  actor_id    uuid,       -- account; null when Clinibus itself acted
  actor_role  text        NOT NULL,
  proposal_id uuid,       -- whose acceptance it was
  created_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (patient_id, version, part)
);
CREATE INDEX change_patient ON patients.change (patient_id, created_at, id);

CREATE FUNCTION patients.refuse_rewriting() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the change log is append-only';
END $$;
CREATE TRIGGER change_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON patients.change
  FOR EACH STATEMENT EXECUTE FUNCTION patients.refuse_rewriting();

-- What patients propose to change; staff decide it. At most one is pending for each part of a patient's data.
CREATE TABLE patients.proposal (
  id         uuid        PRIMARY KEY,
  patient_id uuid        NOT NULL REFERENCES patients.patient,
  part       text        NOT NULL CHECK (part IN ('IDENTITY', 'INSURANCE', 'MEDICAL_HISTORY')),
  proposed   jsonb       NOT NULL,
  status     text        NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'ACCEPTED', 'REFUSED')),
  note       text,       -- of the one who decided, for the patient
  decided_at timestamptz,
  decided_by uuid,       -- account
  version    integer     NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX proposal_pending ON patients.proposal (patient_id, part) WHERE status = 'PENDING';
CREATE INDEX proposal_patient ON patients.proposal (patient_id, created_at, id);
