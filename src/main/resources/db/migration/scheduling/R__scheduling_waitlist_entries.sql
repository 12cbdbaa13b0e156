-- Adds a waitlist entry. Outcomes: JOINED, TOO_MANY_ENTRIES. Fails with foreign_key_violation for an unknown patient,
-- doctor or department.
CREATE OR REPLACE FUNCTION scheduling.join_waitlist(
  new_id uuid, patient uuid, doctor uuid, department uuid, first_day date, last_day date, weekdays smallint[],
  earliest time, latest time, reason text, most integer, at timestamptz, OUT outcome text, OUT told jsonb)
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
  INSERT INTO scheduling.waitlist_entry AS e VALUES (
    new_id, patient, doctor, department, first_day, last_day, weekdays, earliest, latest, reason, 'WAITING', at)
  RETURNING e.* INTO entry;
  outcome := 'JOINED';
  told := scheduling.tell_entry(entry);
END $$;

-- Ends entries whose last acceptable day has passed.
CREATE OR REPLACE FUNCTION scheduling.end_waiting(today date) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  told jsonb := '[]';
  entry scheduling.waitlist_entry;
BEGIN
  PERFORM scheduling.lock_waitlist();
  FOR entry IN
    UPDATE scheduling.waitlist_entry e SET status = 'OVER', version = e.version + 1
     WHERE e.status = 'WAITING'
       AND (e.last_day < today
            OR EXISTS (SELECT FROM patients.contact p WHERE p.id = e.patient_id AND NOT p.active)
            OR EXISTS (SELECT FROM directory.doctor_profile d WHERE d.id = e.doctor_id AND NOT d.active)
            OR EXISTS (SELECT FROM directory.department_profile g WHERE g.id = e.department_id AND NOT g.active))
    RETURNING e.*
  LOOP
    told := told || scheduling.tell_entry(entry);
  END LOOP;
  RETURN told;
END $$;
