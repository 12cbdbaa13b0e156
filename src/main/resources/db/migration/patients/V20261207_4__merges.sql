-- Merges of two records into one, and what they moved, so that they can be undone.
CREATE TABLE patients.merge (
  id        uuid        PRIMARY KEY,
  from_id   uuid        NOT NULL REFERENCES patients.patient,
  into_id   uuid        NOT NULL REFERENCES patients.patient,
  written   integer     NOT NULL,  -- version of the record that stays, since the merge
  merged_at timestamptz NOT NULL,
  merged_by uuid,                  -- account
  undone_at timestamptz,
  undone_by uuid,
  CHECK (from_id <> into_id)
);
CREATE UNIQUE INDEX merge_from ON patients.merge (from_id) WHERE undone_at IS NULL;
CREATE INDEX merge_into ON patients.merge (into_id, merged_at);

CREATE TABLE patients.merge_row (
  merge_id uuid NOT NULL REFERENCES patients.merge,
  kind     text NOT NULL,
  row_id   uuid NOT NULL,
  PRIMARY KEY (merge_id, kind, row_id)
);
