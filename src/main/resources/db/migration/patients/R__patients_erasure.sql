-- Rows of the log of changes are removed only after the data of their patient was erased.
CREATE OR REPLACE FUNCTION patients.refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM patients.patient WHERE id = OLD.patient_id AND erased_at IS NOT NULL) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the change log is append-only';
END $$;

CREATE OR REPLACE TRIGGER change_is_kept BEFORE DELETE ON patients.change
  FOR EACH ROW EXECUTE FUNCTION patients.refuse_removal();

-- Every word by which a patient could be found, now or under a former name.
CREATE OR REPLACE FUNCTION patients.known_words(of_patient uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT word), '{}') FROM (
    SELECT unnest(words) AS word FROM patients.patient WHERE id = of_patient
    UNION ALL
    SELECT unnest(string_to_array(
             btrim(patients.search_text(stored ->> 'givenName', stored ->> 'familyName')), ' '))
      FROM patients.change, unnest(ARRAY[before, after]) AS stored
     WHERE patient_id = of_patient AND part = 'IDENTITY') AS known
$$;

-- Removes words from the vocabulary that no patient has any more. The lock lets patients be written only before or after: a
-- word that another transaction is about to use is not removed.
CREATE OR REPLACE FUNCTION patients.forget_words(gone text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE patients.search_word IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM patients.search_word s
   WHERE s.word = ANY (gone)
     AND NOT EXISTS (SELECT FROM patients.patient p WHERE p.words @> ARRAY[s.word] AND p.deleted_at IS NULL);
END $$;

-- Erases the data of a patient. The row stays, without data, as removed.
CREATE OR REPLACE FUNCTION patients.erase(erased uuid, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  words text[] := patients.known_words(erased);
BEGIN
  UPDATE patients.patient
     SET given_name = '', family_name = '—', birth_date = NULL, sex = NULL, phone = NULL, email = NULL, address = NULL,
         identifier = NULL, insurance = NULL, emergency_contact = NULL, medical_history = '{}',
         history = NULL, history_version = 0, email_confirmed_at = NULL,
         deleted_at = coalesce(deleted_at, at), erased_at = at, version = version + 1
   WHERE id = erased;
  PERFORM patients.forget_words(words);
END $$;
