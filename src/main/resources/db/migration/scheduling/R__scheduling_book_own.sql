-- Books a visit as scheduling.book does, for a patient who books it themselves. Outcomes are those of scheduling.book, and
--   TOO_MANY_APPOINTMENTS  the patient has as many open appointments as the policy allows
-- The patient's lock is taken before those of days, by all who take it.
DROP FUNCTION IF EXISTS scheduling.book_own(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid, uuid);
CREATE OR REPLACE FUNCTION scheduling.book_own(
  new_id uuid, actor uuid, patient uuid, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, visit_reason text, request_key text, request_fingerprint text, at timestamptz,
  accepted uuid, booking_doctor uuid, visit_type uuid DEFAULT NULL, visit_answers jsonb DEFAULT '[]',
  OUT outcome text, OUT told jsonb, OUT appointment jsonb)
LANGUAGE plpgsql AS $$
BEGIN
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
                         visit_type => visit_type, visit_answers => visit_answers) AS b;
END $$;
