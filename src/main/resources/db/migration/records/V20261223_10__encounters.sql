-- What doctors find and do in consultations. Everything clinical is sealed (platform.sealing); ids, times and states are not.
CREATE SCHEMA records;

CREATE TABLE records.encounter (
  id             uuid        PRIMARY KEY,
  patient_id     uuid        NOT NULL REFERENCES patients.patient,
  sealed_for     uuid        NOT NULL,  -- the patient whose key seals it: another one after records were merged
  doctor_id      uuid        NOT NULL REFERENCES directory.doctor,
  appointment_id uuid        REFERENCES scheduling.appointment,  -- null if there was none
  kind           text        NOT NULL CHECK (kind IN ('VISIT', 'EMERGENCY', 'TELEPHONE')),
  status         text        NOT NULL DEFAULT 'IN_PROGRESS'
                             CHECK (status IN ('IN_PROGRESS', 'FINISHED', 'ENTERED_IN_ERROR')),
  starts_at      timestamptz NOT NULL,
  note           bytea       NOT NULL,
  note_version   integer     NOT NULL,  -- under which the note is sealed
  saved_at       timestamptz NOT NULL,
  saved_by       uuid        NOT NULL,  -- account
  signed_at      timestamptz,
  signed_by      uuid,                  -- account
  released_at    timestamptz,           -- from when on the patient sees it
  version        integer     NOT NULL DEFAULT 1,
  CHECK ((kind = 'VISIT') = (appointment_id IS NOT NULL)),
  CHECK (status <> 'FINISHED' OR signed_at IS NOT NULL),
  CHECK (num_nulls(signed_at, signed_by, released_at) IN (0, 3))
);
-- One for each visit; one that was struck out gives way.
CREATE UNIQUE INDEX encounter_appointment ON records.encounter (appointment_id) WHERE status <> 'ENTERED_IN_ERROR';
CREATE INDEX encounter_patient ON records.encounter (patient_id, starts_at, id);
CREATE INDEX encounter_open ON records.encounter (doctor_id, starts_at, id) WHERE status = 'IN_PROGRESS';

-- What was added to a signed encounter, and why it was struck out.
CREATE TABLE records.encounter_entry (
  id           uuid        PRIMARY KEY,
  encounter_id uuid        NOT NULL REFERENCES records.encounter,
  kind         text        NOT NULL CHECK (kind IN ('ADDENDUM', 'CORRECTION', 'ENTERED_IN_ERROR')),
  text         bytea       NOT NULL,  -- sealed for the encounter's patient
  author_id    uuid        NOT NULL,  -- account
  doctor_id    uuid        NOT NULL REFERENCES directory.doctor,
  created_at   timestamptz NOT NULL
);
CREATE INDEX encounter_entry_encounter ON records.encounter_entry (encounter_id, created_at, id);

-- Who has an encounter open to write, by open page. Of no value after a minute.
CREATE UNLOGGED TABLE records.encounter_editor (
  id           uuid        PRIMARY KEY,
  encounter_id uuid        NOT NULL,
  account_id   uuid        NOT NULL,
  doctor_id    uuid        NOT NULL,
  since        timestamptz NOT NULL,
  seen_at      timestamptz NOT NULL
);
CREATE INDEX encounter_editor_encounter ON records.encounter_editor (encounter_id);

-- Texts that doctors insert by a short key: their own and those of their department. They are about nobody.
CREATE TABLE records.note_snippet (
  id            uuid    PRIMARY KEY,
  doctor_id     uuid    REFERENCES directory.doctor,
  department_id uuid    REFERENCES directory.department,
  key           text    NOT NULL CHECK (key ~ '^[a-z0-9-]{1,20}$'),
  text          text    NOT NULL CHECK (text <> ''),
  version       integer NOT NULL DEFAULT 1,
  CHECK (num_nulls(doctor_id, department_id) = 1)
);
CREATE UNIQUE INDEX note_snippet_doctor ON records.note_snippet (doctor_id, key);
CREATE UNIQUE INDEX note_snippet_department ON records.note_snippet (department_id, key);
