-- Notes the records whose comparison with others may have another result after a statement.
CREATE OR REPLACE FUNCTION patients.note_uncompared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO patients.uncompared (patient_id) SELECT id FROM fresh WHERE deleted_at IS NULL ORDER BY id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER patient_compare_new AFTER INSERT ON patients.patient
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION patients.note_uncompared();

CREATE OR REPLACE FUNCTION patients.note_changed_uncompared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO patients.uncompared (patient_id)
  SELECT fresh.id FROM fresh JOIN stale USING (id)
   WHERE (fresh.search, fresh.birth_date, fresh.sex, fresh.phone, fresh.email, fresh.identifier, fresh.deleted_at)
         IS DISTINCT FROM
         (stale.search, stale.birth_date, stale.sex, stale.phone, stale.email, stale.identifier, stale.deleted_at)
     AND fresh.deleted_at IS NULL
   ORDER BY fresh.id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER patient_compare_changed AFTER UPDATE ON patients.patient
  REFERENCING NEW TABLE AS fresh OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION patients.note_changed_uncompared();

-- Compares a record, stored or not, with others that agree with it in the date of birth and part of the name, or in the
-- telephone number, the e-mail address or the identifier. Each is found by its index; of one kind, the 50 most similar at most.
CREATE OR REPLACE FUNCTION patients.compare(
  self uuid, given text, family text, born date, of_sex text, of_phone text, of_email text, of_identifier text)
RETURNS TABLE (
  id uuid, same_identifier boolean, same_birth_date boolean, name_likeness real, given_name_likeness real,
  same_phone boolean, same_email boolean, other_sex boolean)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  named text := patients.search_text(given, family);
  given_named text := platform.search_text(given);
  dialled text := nullif(patients.phone_key(of_phone), '');
  numbered text := nullif(patients.identifier_key(of_identifier), '');
BEGIN
  IF char_length(dialled) < 7 THEN
    dialled := NULL;
  END IF;
  RETURN QUERY
  WITH found AS (
    (SELECT p.id FROM patients.patient p
      WHERE p.birth_date = born AND p.deleted_at IS NULL AND similarity(p.search, named) >= 0.3
      ORDER BY similarity(p.search, named) DESC, p.id LIMIT 50)
    UNION
    (SELECT p.id FROM patients.patient p
      WHERE p.phone_key >= left(dialled, 7) AND p.phone_key < left(dialled, 7) || chr(1114111) AND p.deleted_at IS NULL
      LIMIT 50)
    UNION
    (SELECT p.id FROM patients.patient p WHERE lower(p.email) = lower(of_email) AND p.deleted_at IS NULL LIMIT 50)
    UNION
    (SELECT p.id FROM patients.patient p WHERE p.identifier_key = numbered AND p.deleted_at IS NULL LIMIT 50))
  SELECT p.id, coalesce(p.identifier_key = numbered, false), p.birth_date = born, similarity(p.search, named),
         similarity(platform.search_text(p.given_name), given_named),
         coalesce(left(p.phone_key, 7) = left(dialled, 7), false), coalesce(lower(p.email) = lower(of_email), false),
         coalesce(p.sex IN ('FEMALE', 'MALE') AND of_sex IN ('FEMALE', 'MALE') AND p.sex <> of_sex, false)
    FROM found JOIN patients.patient p USING (id)
   WHERE p.id IS DISTINCT FROM self;
END $$;
