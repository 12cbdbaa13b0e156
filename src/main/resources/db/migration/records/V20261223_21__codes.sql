-- Code systems are data: imported with their licence and version, and none is shipped that may not be redistributed.
CREATE TABLE records.code_system (
  name        text        PRIMARY KEY,  -- such as icd-10
  version     text        NOT NULL,
  licence     text        NOT NULL,
  imported_at timestamptz NOT NULL
);

CREATE FUNCTION records.code_text(en text, de text, es text, synonyms text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN platform.search_text(en || ' ' || de || ' ' || es || ' ' || synonyms);

CREATE TABLE records.code (
  id       uuid    PRIMARY KEY,
  system   text    NOT NULL REFERENCES records.code_system,
  code     text    NOT NULL,
  en       text    NOT NULL,  -- names; empty in languages in which the system has none
  de       text    NOT NULL,
  es       text    NOT NULL,
  synonyms text    NOT NULL DEFAULT '',
  active   boolean NOT NULL DEFAULT true,  -- whether the imported version has it
  code_key text    COLLATE "C" GENERATED ALWAYS AS (lower(translate(code, ' .-/', ''))) STORED,
  search   text    GENERATED ALWAYS AS (records.code_text(en, de, es, synonyms)) STORED,
  words    text[]  GENERATED ALWAYS AS (string_to_array(btrim(records.code_text(en, de, es, synonyms)), ' ')) STORED,
  UNIQUE (system, code)
);
CREATE INDEX code_key ON records.code (code_key) WHERE active;
CREATE INDEX code_search ON records.code USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 256) WHERE active;
CREATE INDEX code_words ON records.code USING gin (words) WITH (gin_pending_list_limit = 256) WHERE active;

-- The words of codes, among which typos are looked up.
CREATE TABLE records.search_word (
  word text COLLATE "C" PRIMARY KEY
);
CREATE INDEX search_word_similar ON records.search_word USING gin (word gin_trgm_ops) WITH (gin_pending_list_limit = 256);
CREATE TRIGGER code_words_of_new AFTER INSERT ON records.code
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
CREATE TRIGGER code_words_of_changed AFTER UPDATE ON records.code
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
