CREATE SCHEMA directory;

CREATE TABLE directory.department (
  id          uuid        PRIMARY KEY,
  name        text        NOT NULL,
  description text        NOT NULL DEFAULT '',
  icon        text        NOT NULL DEFAULT 'hospital',
  removed_at  timestamptz,  -- a removed department stays: doctors who have left, and their visits, still name it
  version     integer     NOT NULL DEFAULT 1,
  sort_name   text        COLLATE "C" GENERATED ALWAYS AS (platform.fold(name)) STORED
);
CREATE UNIQUE INDEX department_name ON directory.department (sort_name) WHERE removed_at IS NULL;

-- Chinese, Japanese and Korean names are written family name first, without a space: they can be found that way too.
CREATE FUNCTION directory.search_text(given_name text, family_name text, specialization text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN platform.search_text(given_name || ' ' || family_name || ' ' ||
    CASE WHEN family_name ~ '[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' THEN family_name || given_name ELSE '' END
    || ' ' || specialization);

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
  sort_name        text        COLLATE "C" GENERATED ALWAYS AS (platform.fold(family_name || ' ' || given_name)) STORED,
  search           text        GENERATED ALWAYS AS (directory.search_text(given_name, family_name, specialization)) STORED,
  words            text[]      GENERATED ALWAYS AS
    (string_to_array(btrim(directory.search_text(given_name, family_name, specialization)), ' ')) STORED
);
CREATE INDEX doctor_search ON directory.doctor USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE active;
CREATE INDEX doctor_words ON directory.doctor USING gin (words) WITH (gin_pending_list_limit = 256) WHERE active;
CREATE INDEX doctor_name ON directory.doctor (sort_name, id) WHERE active;
CREATE INDEX doctor_fee ON directory.doctor (fee_amount, sort_name, id) WHERE active;
CREATE INDEX doctor_fee_descending ON directory.doctor ((-fee_amount), sort_name, id) WHERE active;
CREATE INDEX doctor_department ON directory.doctor (department_id, sort_name, id) WHERE active;
CREATE INDEX doctor_specialization ON directory.doctor (platform.fold(specialization), sort_name, id) WHERE active;

CREATE TABLE directory.search_word (
  word text COLLATE "C" PRIMARY KEY
);
CREATE INDEX search_word_similar ON directory.search_word USING gin (word gin_trgm_ops) WITH (gin_pending_list_limit = 256);
CREATE TRIGGER doctor_words_of_new AFTER INSERT ON directory.doctor
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
CREATE TRIGGER doctor_words_of_changed AFTER UPDATE ON directory.doctor
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
