CREATE SCHEMA privacy;

-- Copies of everything about a patient, written by whichever node claims them.
CREATE TABLE privacy.export (
  id           uuid        PRIMARY KEY,
  patient_id   uuid        NOT NULL REFERENCES patients.patient,
  requested_by uuid        NOT NULL,  -- account
  language     text        NOT NULL CHECK (language IN ('en', 'de', 'es')),
  state        text        NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'READY', 'FAILED')),
  attempts     integer     NOT NULL DEFAULT 0,
  lease_until  timestamptz,           -- while a node writes it, when that is given up
  size         bigint,
  parts        integer,
  created_at   timestamptz NOT NULL,
  ready_at     timestamptz,
  expires_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX export_pending ON privacy.export (patient_id) WHERE state = 'PENDING';
CREATE INDEX export_due ON privacy.export (created_at) WHERE state = 'PENDING';
CREATE INDEX export_patient ON privacy.export (patient_id, created_at, id);
CREATE INDEX export_expiry ON privacy.export (expires_at);

-- The file of a copy, by the attempt that wrote it. Compressed already.
CREATE TABLE privacy.export_part (
  export_id uuid    NOT NULL REFERENCES privacy.export ON DELETE CASCADE,
  attempt   integer NOT NULL,
  number    integer NOT NULL,
  content   bytea   NOT NULL,
  PRIMARY KEY (export_id, attempt, number)
);
ALTER TABLE privacy.export_part ALTER COLUMN content SET STORAGE EXTERNAL;

-- Requests for erasure.
CREATE TABLE privacy.erasure (
  id           uuid        PRIMARY KEY,
  patient_id   uuid        NOT NULL REFERENCES patients.patient,
  requested_by uuid,       -- account; null if the retention of the record had ended
  state        text        NOT NULL DEFAULT 'REQUESTED' CHECK (state IN ('REQUESTED', 'DONE', 'WITHDRAWN')),
  plan         jsonb,      -- that was carried out
  closed_by    uuid,       -- account
  closed_at    timestamptz,
  created_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX erasure_requested ON privacy.erasure (patient_id) WHERE state = 'REQUESTED';
CREATE INDEX erasure_patient ON privacy.erasure (patient_id, created_at, id);
CREATE INDEX erasure_created ON privacy.erasure (created_at, id);

-- What the law asks for of patients whose data was erased. Nothing in the product reads it; it is removed on its date.
CREATE TABLE privacy.retained_record (
  patient_id   uuid        NOT NULL REFERENCES patients.patient,
  record       text        NOT NULL,
  key          text        NOT NULL,
  content      jsonb       NOT NULL,
  retain_until timestamptz NOT NULL,
  PRIMARY KEY (patient_id, record, key)
);
CREATE INDEX retained_record_age ON privacy.retained_record (retain_until);

-- How long records are kept, by kind, and by which rule.
CREATE TABLE privacy.retention (
  kind    text    PRIMARY KEY CHECK (kind IN ('PATIENT_RECORD', 'MAIL')),
  days    integer NOT NULL CHECK (days BETWEEN 1 AND 36500),
  source  text    NOT NULL,
  version integer NOT NULL DEFAULT 1
);
INSERT INTO privacy.retention (kind, days, source) VALUES
  ('PATIENT_RECORD', 3653, '§ 630f (3) BGB: ten years after the end of the treatment'),
  ('MAIL', 90, 'Art. 5 (1) (e) GDPR: no longer than its purpose asks for');
