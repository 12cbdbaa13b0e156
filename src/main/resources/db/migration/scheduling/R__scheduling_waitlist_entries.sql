-- Adds a waitlist entry; without a last day it waits for as many days as the policy states. The times that are free now,
-- parallel arrays of doctors and their ranges, are not offered later. Outcomes: JOINED, TOO_MANY_ENTRIES. Fails with
-- foreign_key_violation for an unknown patient, doctor or department. visit_type and visit_answers are those of
-- scheduling.visit_type, or NULL and none; reason_sealed is the reason and the answers, which are then empty, sealed for the
-- patient.
DROP FUNCTION IF EXISTS scheduling.join_waitlist(
  uuid, uuid, uuid, uuid, date, date, smallint[], time, time, text, integer, timestamptz, uuid[], text[]);
DROP FUNCTION IF EXISTS scheduling.join_waitlist(
  uuid, uuid, uuid, uuid, date, date, smallint[], time, time, text, integer, timestamptz, uuid[], text[], bytea);
CREATE OR REPLACE FUNCTION scheduling.join_waitlist(
  new_id uuid, patient uuid, doctor uuid, department uuid, first_day date, last_day date, weekdays smallint[],
  earliest time, latest time, reason text, most integer, at timestamptz, known_doctors uuid[], known_free text[],
  reason_sealed bytea DEFAULT NULL, visit_type uuid DEFAULT NULL, visit_answers jsonb DEFAULT '[]',
  OUT outcome text, OUT told jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  entry scheduling.waitlist_entry;
BEGIN
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('entries of ' || patient));
  IF most <= (SELECT count(*) FROM scheduling.waitlist_entry e
               WHERE e.patient_id = patient AND scheduling.is_open_entry(e.status)) THEN
    outcome := 'TOO_MANY_ENTRIES';
    RETURN;
  END IF;
  INSERT INTO scheduling.waitlist_entry AS e
    (id, patient_id, doctor_id, department_id, first_day, last_day, weekdays, earliest, latest, reason, status, joined_at,
     visit_type_id, answers, sealed, sealed_for)
  SELECT new_id, patient, doctor, department, first_day,
         coalesce(last_day, greatest((at AT TIME ZONE p.zone)::date, first_day) + p.waitlist_days),
         weekdays, earliest, latest, reason, 'WAITING', at, visit_type, visit_answers, reason_sealed,
         CASE WHEN reason_sealed IS NOT NULL THEN patient END
    FROM scheduling.policy p
  RETURNING e.* INTO entry;
  INSERT INTO scheduling.waitlist_known_time (entry_id, doctor_id, free)
  SELECT new_id, k.doctor_id, k.free::tstzmultirange FROM unnest(known_doctors, known_free) AS k (doctor_id, free);
  outcome := 'JOINED';
  told := scheduling.tell_entry(entry);
END $$;

-- The same for nodes of former releases, which state no times.
DROP FUNCTION IF EXISTS scheduling.join_waitlist(
  uuid, uuid, uuid, uuid, date, date, smallint[], time, time, text, integer, timestamptz);
CREATE OR REPLACE FUNCTION scheduling.join_waitlist(
  new_id uuid, patient uuid, doctor uuid, department uuid, first_day date, last_day date, weekdays smallint[],
  earliest time, latest time, reason text, most integer, at timestamptz, reason_sealed bytea DEFAULT NULL, OUT outcome text,
  OUT told jsonb)
LANGUAGE sql AS $$
  SELECT j.outcome, j.told
    FROM scheduling.join_waitlist(new_id, patient, doctor, department, first_day, last_day, weekdays, earliest, latest,
                                  reason, most, at, '{}'::uuid[], '{}'::text[], reason_sealed) AS j
$$;

-- Gives entries of previous releases, which have no last day, theirs. Ends entries whose last acceptable day has passed,
-- and those of removed patients, doctors and departments and of types of visits that cannot be booked any more. Requests the
-- mail about each. At most 500 of either at a time, so that they are not locked for long: the next run goes on. Each reason is
-- looked up by index. A plan for any day would expect a third of the entries to end.
CREATE OR REPLACE FUNCTION scheduling.end_waiting(today date) RETURNS jsonb
  LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  told jsonb := '[]';
  ending uuid[];
  entry scheduling.waitlist_entry;
BEGIN
  UPDATE scheduling.waitlist_entry e SET last_day = greatest(today, e.first_day) + p.waitlist_days
    FROM scheduling.policy p
   WHERE e.id IN (SELECT w.id FROM scheduling.waitlist_entry w
                   WHERE scheduling.is_open_entry(w.status) AND w.last_day IS NULL
                    LIMIT 500 FOR UPDATE SKIP LOCKED);
  ending := ARRAY(
    SELECT one.id FROM (
      SELECT e.id FROM scheduling.waitlist_entry e WHERE e.status = 'WAITING' AND e.last_day < today
      UNION
      SELECT e.id FROM patients.contact p JOIN scheduling.waitlist_entry e ON e.patient_id = p.id
       WHERE NOT p.active AND e.status = 'WAITING'
      UNION
      SELECT e.id
        FROM directory.doctor_profile d, LATERAL (
          SELECT w.id FROM scheduling.waitlist_entry w WHERE w.status = 'WAITING' AND w.doctor_id = d.id LIMIT 500) AS e
       WHERE NOT d.active
      UNION
      SELECT e.id
        FROM directory.department_profile g, LATERAL (
          SELECT w.id FROM scheduling.waitlist_entry w WHERE w.status = 'WAITING' AND w.department_id = g.id LIMIT 500) AS e
       WHERE NOT g.active
      UNION
      SELECT e.id
        FROM scheduling.visit_type v, LATERAL (
          SELECT w.id FROM scheduling.waitlist_entry w WHERE w.status = 'WAITING' AND w.visit_type_id = v.id LIMIT 500) AS e
       WHERE NOT v.active) AS one
     LIMIT 500);
  FOR entry IN
    WITH ended AS MATERIALIZED (
      SELECT e.id FROM scheduling.waitlist_entry e
       WHERE e.id = ANY (ending) AND e.status = 'WAITING' FOR UPDATE SKIP LOCKED)
    UPDATE scheduling.waitlist_entry e SET status = 'OVER', version = e.version + 1
     WHERE e.id IN (SELECT id FROM ended)
    RETURNING e.*
  LOOP
    PERFORM scheduling.request_end_mail(entry);
    told := told || scheduling.tell_entry(entry);
  END LOOP;
  RETURN told;
END $$;
