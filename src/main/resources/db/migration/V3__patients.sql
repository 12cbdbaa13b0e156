CREATE SCHEMA patients;

CREATE TABLE patients.patient (
  id                uuid        PRIMARY KEY,
  given_name        text        NOT NULL,
  family_name       text        NOT NULL,
  birth_date        date,
  sex               text        CHECK (sex IN ('FEMALE', 'MALE', 'OTHER', 'UNKNOWN')),  -- FHIR administrative gender
  phone             text,
  email             text,
  address           text,
  identifier        text,       -- national or hospital number, any characters, leading zeros kept
  insurance         jsonb,      -- {provider, number, validUntil}
  emergency_contact jsonb,      -- {name, relationship, phone}
  medical_history   jsonb       NOT NULL DEFAULT '{}',  -- {conditions[], allergies[], medication[]}
  deleted_at        timestamptz,
  version           integer     NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL DEFAULT now(),
  sort_name         text        GENERATED ALWAYS AS (platform.fold(family_name || ' ' || given_name)) STORED,
  search            text        GENERATED ALWAYS AS (
    platform.fold(given_name || ' ' || family_name || ' ' || coalesce(identifier, '') || ' '
      || regexp_replace(coalesce(phone, ''), '[^0-9+]', '', 'g'))) STORED
);
CREATE UNIQUE INDEX patient_identifier ON patients.patient (identifier) WHERE deleted_at IS NULL;
CREATE INDEX patient_search ON patients.patient USING gin (search gin_trgm_ops) WHERE deleted_at IS NULL;
CREATE INDEX patient_name ON patients.patient (sort_name, id) WHERE deleted_at IS NULL;
CREATE INDEX patient_created ON patients.patient (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX patient_birth_date ON patients.patient (birth_date, sort_name, id) WHERE deleted_at IS NULL;
