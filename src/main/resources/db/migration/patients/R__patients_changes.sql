-- Rows of the log of changes are not changed, except that what is in clear of a medical history may be sealed.
CREATE OR REPLACE FUNCTION patients.refuse_all_but_sealing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sealed_columns CONSTANT text[] := '{before,after,sealed,allergies}';
BEGIN
  IF OLD.sealed IS NULL AND NEW.sealed IS NOT NULL AND to_jsonb(OLD) - sealed_columns = to_jsonb(NEW) - sealed_columns THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the change log is append-only';
END $$;

CREATE OR REPLACE TRIGGER change_is_only_sealed BEFORE UPDATE ON patients.change
  FOR EACH ROW EXECUTE FUNCTION patients.refuse_all_but_sealing();
