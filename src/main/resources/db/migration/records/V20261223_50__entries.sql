-- Entries of patients' records: problems, immunisations, family and social history. A row is one version; rows are only added.
CREATE TABLE records.entry (
  id                uuid        NOT NULL,
  version           integer     NOT NULL CHECK (version > 0),
  patient_id        uuid        NOT NULL REFERENCES patients.patient,
  sealed_for        uuid        NOT NULL,  -- the patient whose key seals it: another one after records were merged
  kind              text        NOT NULL CHECK (kind IN ('CONDITION', 'IMMUNIZATION', 'FAMILY_HISTORY', 'SOCIAL_HISTORY')),
  status            text        NOT NULL CHECK (status IN ('CURRENT', 'ENTERED_IN_ERROR')),
  content           bytea       NOT NULL,
  author_id         uuid        NOT NULL,  -- account
  author_doctor_id  uuid        NOT NULL REFERENCES directory.doctor,
  recorded_at       timestamptz NOT NULL,
  first_recorded_at timestamptz NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX entry_patient ON records.entry (patient_id, id, version DESC);

-- Parts of their records that patients keep from doctors other than the author: an encounter, an entry, or a kind of documents.
CREATE TABLE records.restriction (
  id            uuid        PRIMARY KEY,
  patient_id    uuid        NOT NULL REFERENCES patients.patient,
  part          text        NOT NULL CHECK (part IN ('ENCOUNTER', 'ENTRY', 'DOCUMENTS')),
  subject       text        NOT NULL,  -- id of the encounter or entry, or the kind of documents
  created_at    timestamptz NOT NULL,
  created_by    uuid        NOT NULL,
  lifted_at     timestamptz,
  lifted_by     uuid,
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);
CREATE UNIQUE INDEX restriction_in_force ON records.restriction (patient_id, part, subject) WHERE lifted_at IS NULL;
CREATE INDEX restriction_patient ON records.restriction (patient_id, created_at DESC, id DESC);
