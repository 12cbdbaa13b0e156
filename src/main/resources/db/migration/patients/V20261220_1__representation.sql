-- Who acts for whom. Rows are kept after their end. What is in force at a time: patients.represented.
CREATE TABLE patients.representation (
  id                uuid        PRIMARY KEY,
  representative_id uuid        NOT NULL REFERENCES patients.patient,
  patient_id        uuid        NOT NULL REFERENCES patients.patient,
  relation          text        NOT NULL CHECK (relation IN ('CHILD', 'PARENT', 'PARTNER', 'OTHER', 'GUEST')),  -- what the patient is
  created_at        timestamptz NOT NULL,
  in_force_since    timestamptz,  -- NULL until the clinic confirms it
  confirmed_at      timestamptz,  -- by the clinic
  confirmed_by      uuid,         -- account
  ended_at          timestamptz,
  ended_by          uuid,         -- account; NULL if it ended by itself
  ended_because     text        CHECK (ended_because IN ('REPRESENTATIVE', 'PATIENT', 'CLINIC', 'MAJORITY', 'VISIT')),
  version           integer     NOT NULL DEFAULT 1,
  CHECK (representative_id <> patient_id),
  CHECK ((ended_at IS NULL) = (ended_because IS NULL))
);
CREATE UNIQUE INDEX representation_once ON patients.representation (representative_id, patient_id) WHERE ended_at IS NULL;
CREATE INDEX representation_by ON patients.representation (representative_id, created_at);
CREATE INDEX representation_of ON patients.representation (patient_id, created_at);
CREATE INDEX representation_ending ON patients.representation (created_at)
  WHERE ended_at IS NULL AND relation IN ('CHILD', 'GUEST');

-- The clinic's rule: one row.
CREATE TABLE patients.family_rules (
  only_row                 boolean  PRIMARY KEY DEFAULT true CHECK (only_row),
  max_relatives            integer  NOT NULL DEFAULT 6 CHECK (max_relatives BETWEEN 0 AND 20),
  child_until_age          integer  NOT NULL DEFAULT 16 CHECK (child_until_age >= 0),
  majority_age             integer  NOT NULL DEFAULT 18 CHECK (majority_age BETWEEN 1 AND 25),
  adults_need_confirmation boolean  NOT NULL DEFAULT true,
  max_open_appointments    integer  NOT NULL DEFAULT 20 CHECK (max_open_appointments BETWEEN 1 AND 200),
  version                  bigint   NOT NULL DEFAULT 1,
  CHECK (child_until_age <= majority_age)
);
INSERT INTO patients.family_rules DEFAULT VALUES;
