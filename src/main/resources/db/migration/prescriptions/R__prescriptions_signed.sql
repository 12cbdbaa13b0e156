-- A signed prescription never changes: only its status goes on, and a merge gives it to another record. Only the erasure of
-- a patient's data removes it, after prescriptions.begin_erasure.
CREATE OR REPLACE FUNCTION prescriptions.keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'DRAFT' OR current_setting('prescriptions.erasing', true) = 'on' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a signed prescription is not deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.id, NEW.sealed_for, NEW.doctor_id, NEW.encounter_id, NEW.content, NEW.content_version, NEW.repeats,
      NEW.valid_until, NEW.renews, NEW.created_at, NEW.signed_at, NEW.signed_by)
     IS DISTINCT FROM
     (OLD.id, OLD.sealed_for, OLD.doctor_id, OLD.encounter_id, OLD.content, OLD.content_version, OLD.repeats,
      OLD.valid_until, OLD.renews, OLD.created_at, OLD.signed_at, OLD.signed_by)
  THEN
    RAISE EXCEPTION 'a signed prescription is not changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.status <> OLD.status AND NOT prescriptions.may_follow(OLD.status, NEW.status) THEN
    RAISE EXCEPTION 'status % does not follow %', NEW.status, OLD.status USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION prescriptions.may_follow(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE before
           WHEN 'ACTIVE' THEN after IN ('COMPLETED', 'CANCELLED', 'STOPPED', 'ENTERED_IN_ERROR')
           WHEN 'ENTERED_IN_ERROR' THEN false
           ELSE after = 'ENTERED_IN_ERROR' END
$$;

CREATE OR REPLACE FUNCTION prescriptions.begin_erasure() RETURNS text LANGUAGE sql AS $$
  SELECT set_config('prescriptions.erasing', 'on', true)
$$;

CREATE OR REPLACE TRIGGER prescription_keep_signed BEFORE UPDATE OR DELETE ON prescriptions.prescription
  FOR EACH ROW EXECUTE FUNCTION prescriptions.keep_signed();
