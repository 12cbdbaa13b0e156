CREATE SCHEMA patients;

-- Chinese, Japanese and Korean names are written family name first, without a space: they can be found that way too.
CREATE FUNCTION patients.search_text(given_name text, family_name text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN platform.search_text(given_name || ' ' || family_name || ' ' ||
    CASE WHEN family_name ~ '[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' THEN family_name || given_name ELSE '' END);

-- An identifier without case, spaces and separators.
CREATE FUNCTION patients.identifier_key(identifier text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN translate(lower(identifier), ' -./', '');

-- The digits of a telephone number from the last to the first, without trunk zeros: a number written with and without its
-- country code begins alike.
CREATE FUNCTION patients.phone_key(phone text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN reverse(ltrim(regexp_replace(replace(phone, '(0)', ''), '[^0-9]', '', 'g'), '0'));

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
  sort_name         text        COLLATE "C" GENERATED ALWAYS AS (platform.fold(family_name || ' ' || given_name)) STORED,
  search            text        GENERATED ALWAYS AS (patients.search_text(given_name, family_name)) STORED,
  words             text[]      GENERATED ALWAYS AS
    (string_to_array(btrim(patients.search_text(given_name, family_name)), ' ')) STORED,
  identifier_key    text        COLLATE "C" GENERATED ALWAYS AS (patients.identifier_key(identifier)) STORED,
  phone_key         text        COLLATE "C" GENERATED ALWAYS AS (patients.phone_key(phone)) STORED
);
CREATE UNIQUE INDEX patient_identifier ON patients.patient (identifier) WHERE deleted_at IS NULL;
CREATE INDEX patient_identifier_key ON patients.patient (identifier_key) WHERE deleted_at IS NULL;
CREATE INDEX patient_phone_key ON patients.patient (phone_key) WHERE deleted_at IS NULL;
CREATE INDEX patient_search ON patients.patient USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE deleted_at IS NULL;
CREATE INDEX patient_words ON patients.patient USING gin (words) WITH (gin_pending_list_limit = 256) WHERE deleted_at IS NULL;
CREATE INDEX patient_name ON patients.patient (sort_name, id) WHERE deleted_at IS NULL;
CREATE INDEX patient_created ON patients.patient (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX patient_birth_date ON patients.patient (birth_date, sort_name, id) WHERE deleted_at IS NULL;
CREATE INDEX patient_birth_date_created ON patients.patient (birth_date, created_at, id) WHERE deleted_at IS NULL;

CREATE TABLE patients.search_word (
  word text COLLATE "C" PRIMARY KEY
);
CREATE INDEX search_word_similar ON patients.search_word USING gin (word gin_trgm_ops) WITH (gin_pending_list_limit = 256);
CREATE TRIGGER patient_words_of_new AFTER INSERT ON patients.patient
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
CREATE TRIGGER patient_words_of_changed AFTER UPDATE ON patients.patient
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
