CREATE SCHEMA directory;

CREATE TABLE directory.department (
  id          uuid        PRIMARY KEY,
  name        text        NOT NULL,
  description text        NOT NULL DEFAULT '',
  icon        text        NOT NULL DEFAULT 'hospital',
  version     integer     NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX department_name ON directory.department (platform.fold(name));

CREATE TABLE directory.doctor (
  id               uuid        PRIMARY KEY,
  department_id    uuid        NOT NULL REFERENCES directory.department,
  title            text        NOT NULL DEFAULT '',
  given_name       text        NOT NULL,
  family_name      text        NOT NULL,
  specialization   text        NOT NULL,
  qualifications   text[]      NOT NULL DEFAULT '{}',
  languages        text[]      NOT NULL DEFAULT '{}',  -- BCP 47 tags
  practising_since integer,                            -- year
  biography        text        NOT NULL DEFAULT '',
  fee_amount       integer     NOT NULL DEFAULT 0 CHECK (fee_amount >= 0),  -- minor units
  fee_currency     text        NOT NULL DEFAULT 'EUR', -- ISO 4217
  room             text        NOT NULL DEFAULT '',
  email            text,
  phone            text,
  photo_url        text,
  active           boolean     NOT NULL DEFAULT true,
  version          integer     NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL DEFAULT now(),
  sort_name        text        GENERATED ALWAYS AS (platform.fold(family_name || ' ' || given_name)) STORED,
  search           text        GENERATED ALWAYS AS (platform.fold(given_name || ' ' || family_name || ' ' || specialization)) STORED
);
CREATE INDEX doctor_search ON directory.doctor USING gin (search gin_trgm_ops);
CREATE INDEX doctor_name ON directory.doctor (sort_name, id) WHERE active;
CREATE INDEX doctor_department ON directory.doctor (department_id, sort_name, id) WHERE active;
CREATE INDEX doctor_specialization ON directory.doctor (platform.fold(specialization), sort_name, id) WHERE active;
