CREATE SCHEMA documents;

-- Documents of patients. Names, descriptions and contents are sealed by the key of patient_id, contents by a key of their own;
-- contents are in the store of blobs. Sizes, types, states and times are in the clear: they say when something was brought, not what.
CREATE TABLE documents.document (
  id             uuid        PRIMARY KEY,
  patient_id     uuid        NOT NULL REFERENCES patients.patient,
  appointment_id uuid,
  encounter_id   uuid,
  category       text        NOT NULL
                 CHECK (category IN ('REPORT', 'IMAGE', 'QUESTIONNAIRE', 'LETTER', 'ADMINISTRATIVE', 'OTHER')),
  state          text        NOT NULL
                 CHECK (state IN ('UPLOADING', 'CHECKING', 'STORED', 'REFUSED', 'ENTERED_IN_ERROR', 'REMOVED')),
  details        bytea       NOT NULL,  -- sealed: file name and description
  key            bytea,                 -- sealed; NULL when the content was deleted
  size           bigint      NOT NULL CHECK (size BETWEEN 1 AND 52428800),
  received       bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
  content_type   text,
  blob           text,                  -- its name in the store
  sealed_size    bigint,
  digest         bytea,                 -- SHA-256 of the sealed content
  error          bytea,                 -- sealed: why it was struck out
  author_id      uuid        NOT NULL,  -- account
  by_patient     boolean     NOT NULL,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  stored_at      timestamptz,
  released_at    timestamptz,           -- NULL if the patient cannot read it
  attempts       integer     NOT NULL DEFAULT 0,
  due_at         timestamptz,           -- while it is checked, when a node does so next; when blobs are left, when they are deleted
  version        bigint      NOT NULL DEFAULT 1,
  CHECK (state NOT IN ('STORED', 'ENTERED_IN_ERROR')
         OR key IS NOT NULL AND blob IS NOT NULL AND content_type IS NOT NULL AND sealed_size IS NOT NULL)
);
CREATE INDEX document_patient ON documents.document (patient_id, created_at, id);
CREATE INDEX document_appointment ON documents.document (appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX document_encounter ON documents.document (encounter_id) WHERE encounter_id IS NOT NULL;
CREATE INDEX document_due ON documents.document (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX document_unfinished ON documents.document (updated_at) WHERE state = 'UPLOADING';

-- Letters that anybody can have confirmed by the code on them. The code itself is on the letter only.
CREATE TABLE documents.letter (
  document_id uuid        PRIMARY KEY REFERENCES documents.document ON DELETE CASCADE,
  code_hash   bytea       NOT NULL UNIQUE,  -- SHA-256
  kind        text        NOT NULL CHECK (kind IN ('VISIT_SUMMARY', 'REFERRAL', 'SICK_NOTE', 'PRESCRIPTION')),
  doctor_id   uuid        NOT NULL REFERENCES directory.doctor,
  issued_at   timestamptz NOT NULL,
  revoked_at  timestamptz
);
