-- A changed e-mail address is not confirmed, unless the same statement says so.
CREATE OR REPLACE FUNCTION patients.unconfirm_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email_confirmed_at := NULL;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER patient_email_changed BEFORE UPDATE OF email ON patients.patient FOR EACH ROW
  WHEN (NEW.email IS DISTINCT FROM OLD.email AND NEW.email_confirmed_at IS NOT DISTINCT FROM OLD.email_confirmed_at)
  EXECUTE FUNCTION patients.unconfirm_email();

-- Requests the mail that asks the owner of an address to confirm it; the link replaces an earlier one.
CREATE OR REPLACE FUNCTION patients.request_email_confirmation(patient uuid, address text) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  link uuid := gen_random_uuid();
  until timestamptz := now() + interval '7 days';
BEGIN
  INSERT INTO patients.email_confirmation (id, patient_id, email, expires_at) VALUES (link, patient, address, until)
  ON CONFLICT (patient_id) DO UPDATE SET id = excluded.id, email = excluded.email, expires_at = excluded.expires_at;
  PERFORM notifications.request_to(
    'CONFIRM_PATIENT_EMAIL', address, 'patients/email-confirmation:' || link, until, jsonb_build_object('linkId', link));
END $$;

CREATE OR REPLACE FUNCTION patients.ask_for_email_confirmation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM patients.request_email_confirmation(NEW.id, NEW.email);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER patient_email_of_new AFTER INSERT ON patients.patient FOR EACH ROW
  WHEN (NEW.email IS NOT NULL AND NEW.email_confirmed_at IS NULL)
  EXECUTE FUNCTION patients.ask_for_email_confirmation();
CREATE OR REPLACE TRIGGER patient_email_of_changed AFTER UPDATE OF email ON patients.patient FOR EACH ROW
  WHEN (NEW.email IS NOT NULL AND NEW.email_confirmed_at IS NULL AND NEW.email IS DISTINCT FROM OLD.email)
  EXECUTE FUNCTION patients.ask_for_email_confirmation();
