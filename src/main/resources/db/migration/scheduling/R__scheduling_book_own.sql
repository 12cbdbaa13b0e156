-- What prevents a booking for a patient by the account of another: NOT_REPRESENTED, TOO_MANY_APPOINTMENTS, or NULL. A guest has one
-- open appointment. Locks the representative, before any patient.
CREATE OR REPLACE FUNCTION scheduling.representation_obstacle(actor uuid, patient uuid, request_key text, at timestamptz)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  person uuid := (SELECT a.patient_id FROM identity.patient_account a WHERE a.account_id = actor);
  related text;
BEGIN
  IF person IS NULL OR person = patient THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('appointments by ' || person));
  related := (SELECT r.relation FROM patients.represented(person, at) AS r WHERE r.patient_id = patient);
  IF related IS NULL THEN
    RETURN 'NOT_REPRESENTED';
  END IF;
  RETURN (
    SELECT 'TOO_MANY_APPOINTMENTS'
      FROM patients.family_limit f,
           (SELECT count(*) AS all_open, count(*) FILTER (WHERE a.patient_id = patient) AS of_patient
              FROM patients.represented(person, at) AS r
              JOIN scheduling.appointment a ON a.patient_id = r.patient_id
             WHERE scheduling.is_open(a.status) AND a.ends_at > at) AS now
     WHERE (now.all_open >= f.max_open_appointments OR related = 'GUEST' AND now.of_patient > 0)
       AND NOT EXISTS (SELECT FROM scheduling.booking_request b WHERE b.actor_id = actor AND b.key = request_key));
END $$;

-- Books a visit as scheduling.book does, for a patient who books it themselves. Outcomes are those of scheduling.book, and
--   TOO_MANY_APPOINTMENTS  the patient has as many open appointments as the policy allows, or the representative's relatives have
--   NOT_REPRESENTED        the account is of another patient, who does not represent this one
-- The patient's lock is taken before those of days, by all who take it.
DROP FUNCTION IF EXISTS scheduling.book_own(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid, uuid);
DROP FUNCTION IF EXISTS scheduling.book_own(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid, uuid,
  uuid, jsonb);
CREATE OR REPLACE FUNCTION scheduling.book_own(
  new_id uuid, actor uuid, patient uuid, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, visit_reason text, request_key text, request_fingerprint text, at timestamptz,
  accepted uuid, booking_doctor uuid, visit_type uuid DEFAULT NULL, visit_answers jsonb DEFAULT '[]',
  other_fingerprints text[] DEFAULT '{}', visit_sealed bytea DEFAULT NULL,
  OUT outcome text, OUT told jsonb, OUT appointment jsonb)
LANGUAGE plpgsql AS $$
BEGIN
  outcome := scheduling.representation_obstacle(actor, patient, request_key, at);
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('open appointments of ' || patient));
  IF (SELECT count(*) >= (SELECT p.max_open_appointments FROM scheduling.policy p)
        FROM scheduling.appointment a
       WHERE a.patient_id = patient AND scheduling.is_open(a.status) AND a.ends_at > at)
     AND NOT EXISTS (
       SELECT FROM scheduling.booking_request r WHERE r.actor_id = actor AND r.key = request_key) THEN
    outcome := 'TOO_MANY_APPOINTMENTS';
    RETURN;
  END IF;
  SELECT b.outcome, b.told, b.appointment INTO outcome, told, appointment
    FROM scheduling.book(new_id, actor, patient, doctor, starts, ends, free_again, days, rules, visit_reason,
                         request_key, request_fingerprint, at, accepted, booking_doctor,
                         visit_type => visit_type, visit_answers => visit_answers,
                         other_fingerprints => other_fingerprints, visit_sealed => visit_sealed) AS b;
END $$;
