CREATE SCHEMA prescriptions;

-- The catalogue: what the clinic prescribes. Without patients, and therefore in clear.
CREATE FUNCTION prescriptions.medication_text(name text, substances text[], strength text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
  RETURN platform.search_text(name || ' ' || array_to_string(substances, ' ') || ' ' || strength);
END $$;

CREATE TABLE prescriptions.medication (
  id         uuid        PRIMARY KEY,
  name       text        NOT NULL,
  substances text[]      NOT NULL,
  strength   text        NOT NULL,
  form       text        NOT NULL,
  unit       text        NOT NULL,
  route      text        NOT NULL,
  atc        text        NOT NULL DEFAULT '',  -- as the clinic has entered it; no table of codes is shipped
  active     boolean     NOT NULL DEFAULT true,
  version    integer     NOT NULL DEFAULT 1,
  sort_name  text        COLLATE "C" GENERATED ALWAYS AS (platform.fold(name || ' ' || strength)) STORED,
  search     text        GENERATED ALWAYS AS (prescriptions.medication_text(name, substances, strength)) STORED,
  words      text[]      GENERATED ALWAYS AS
    (string_to_array(btrim(prescriptions.medication_text(name, substances, strength)), ' ')) STORED
);
CREATE UNIQUE INDEX medication_product ON prescriptions.medication (sort_name, form);
CREATE INDEX medication_name ON prescriptions.medication (sort_name, id);
CREATE INDEX medication_search ON prescriptions.medication USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 256);
CREATE INDEX medication_words ON prescriptions.medication USING gin (words) WITH (gin_pending_list_limit = 256);

CREATE TABLE prescriptions.search_word (
  word text COLLATE "C" PRIMARY KEY
);
CREATE INDEX search_word_similar ON prescriptions.search_word USING gin (word gin_trgm_ops) WITH (gin_pending_list_limit = 256);
CREATE TRIGGER medication_words_of_new AFTER INSERT ON prescriptions.medication
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
CREATE TRIGGER medication_words_of_changed AFTER UPDATE ON prescriptions.medication
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();

-- What is prescribed is sealed by the patient's key before it gets here: which medication, too.
CREATE TABLE prescriptions.prescription (
  id              uuid        PRIMARY KEY,
  patient_id      uuid        NOT NULL,
  sealed_for      uuid        NOT NULL,  -- whose key has sealed it: a merge changes patient_id alone
  doctor_id       uuid        NOT NULL,  -- who writes it
  encounter_id    uuid,
  status          text        NOT NULL CHECK (status IN
    ('DRAFT', 'ACTIVE', 'COMPLETED', 'CANCELLED', 'STOPPED', 'ENTERED_IN_ERROR')),
  content         bytea       NOT NULL,
  content_version integer     NOT NULL,  -- the version for which the content was sealed
  repeats         integer     NOT NULL CHECK (repeats BETWEEN 0 AND 12),
  valid_until     date        NOT NULL,
  renews          uuid        REFERENCES prescriptions.prescription ON DELETE SET NULL,
  end_reason      bytea,                 -- sealed for the version in end_version
  end_version     integer,
  created_at      timestamptz NOT NULL,
  signed_at       timestamptz,
  signed_by       uuid,                  -- account
  ended_at        timestamptz,
  version         integer     NOT NULL DEFAULT 1,
  CHECK ((status = 'DRAFT') = (signed_at IS NULL)),
  CHECK ((status IN ('DRAFT', 'ACTIVE')) = (ended_at IS NULL)),
  CHECK ((end_reason IS NULL) = (end_version IS NULL))
);
CREATE INDEX prescription_patient ON prescriptions.prescription (patient_id, created_at DESC, id DESC);
CREATE INDEX prescription_encounter ON prescriptions.prescription (encounter_id) WHERE encounter_id IS NOT NULL;
CREATE INDEX prescription_expiry ON prescriptions.prescription (valid_until, id) WHERE status = 'ACTIVE';
CREATE INDEX prescription_renews ON prescriptions.prescription (renews) WHERE renews IS NOT NULL;
