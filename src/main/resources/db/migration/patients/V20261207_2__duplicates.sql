-- Pairs of records that may be the same person. Found by the comparison of records, or stated by the person.
CREATE TABLE patients.duplicate (
  id         uuid        PRIMARY KEY,
  first_id   uuid        NOT NULL REFERENCES patients.patient,
  second_id  uuid        NOT NULL REFERENCES patients.patient,
  score      integer     NOT NULL CHECK (score BETWEEN 0 AND 100),
  rank       integer     GENERATED ALWAYS AS (100 - score) STORED,
  reasons    text[]      NOT NULL,
  status     text        NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'DISMISSED', 'MERGED')),
  created_at timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz,
  decided_by uuid,        -- account
  CHECK (first_id < second_id),
  UNIQUE (first_id, second_id)
);
CREATE INDEX duplicate_open ON patients.duplicate (rank, id) WHERE status = 'OPEN';
CREATE INDEX duplicate_second ON patients.duplicate (second_id);

CREATE INDEX patient_email ON patients.patient (lower(email)) WHERE deleted_at IS NULL;

-- Records that have not been compared with others since their last change. It has no foreign key: a change of a record must
-- not wait for a comparison.
CREATE TABLE patients.uncompared (
  patient_id uuid PRIMARY KEY
);
INSERT INTO patients.uncompared SELECT id FROM patients.patient WHERE deleted_at IS NULL;
