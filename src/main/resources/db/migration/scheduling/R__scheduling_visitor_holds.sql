-- Holds a slot for a visitor as scheduling.hold does, one at a time. Further outcomes:
--   TOO_MANY_HOLDS    the visitor let as many holds expire unused in the last ten minutes as allowed
--   VISITORS_LIMITED  visitors hold as many slots as allowed: from this network, of the doctor's day, or in the clinic
-- Bounds count open holds and those that expired unused in the last ten minutes.
CREATE OR REPLACE FUNCTION scheduling.hold_as_visitor(
  new_id uuid, visitor uuid, network text, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, at timestamptz, until timestamptz, own_day date,
  most integer, most_of_network integer, most_of_day integer, most_of_clinic integer,
  OUT outcome text, OUT told jsonb, OUT hold scheduling.appointment)
LANGUAGE plpgsql AS $$
DECLARE
  counted timestamptz := at - interval '10 minutes';
  result record;
BEGIN
  PERFORM scheduling.lock_days(array_fill(doctor, ARRAY[cardinality(days)]), days);
  IF NOT EXISTS (SELECT FROM scheduling.appointment a
                  WHERE a.doctor_id = doctor AND a.status = 'HELD' AND a.starts_at = starts AND a.held_by = visitor
                    AND a.expires_at > at) THEN
    PERFORM pg_advisory_xact_lock(scheduling.lock_key('holds of visitors'));
    IF most <= (SELECT count(*) FROM scheduling.visitor_hold v
                 WHERE v.visitor_id = visitor AND v.expires_at > counted AND v.expires_at <= at) THEN
      outcome := 'TOO_MANY_HOLDS';
      RETURN;
    END IF;
    IF most_of_network <= (SELECT count(*) FROM scheduling.visitor_hold v
                            WHERE v.network = hold_as_visitor.network AND v.expires_at > counted)
       OR most_of_day <= (SELECT count(*) FROM scheduling.visitor_hold v
                           WHERE v.doctor_id = doctor AND v.day = own_day AND v.expires_at > counted)
       OR most_of_clinic <= (SELECT count(*) FROM scheduling.visitor_hold v WHERE v.expires_at > counted) THEN
      outcome := 'VISITORS_LIMITED';
      RETURN;
    END IF;
  END IF;
  SELECT h.* INTO result
    FROM scheduling.hold(new_id, visitor, NULL, doctor, starts, ends, free_again, days, rules, 1, at, until) AS h;
  outcome := result.outcome;
  told := result.told;
  hold := result.hold;
  IF told IS NOT NULL THEN
    -- A hold of another length at the same time has given way.
    DELETE FROM scheduling.visitor_hold v
     WHERE v.visitor_id = visitor AND v.expires_at > at
       AND NOT EXISTS (SELECT FROM scheduling.appointment a WHERE a.id = v.hold_id);
    INSERT INTO scheduling.visitor_hold (hold_id, visitor_id, network, doctor_id, day, expires_at)
    VALUES (hold.id, visitor, hold_as_visitor.network, doctor, own_day, until);
  END IF;
END $$;

-- Releases the holds of a visitor of other slots. Returns the events, or NULL if no hold was released.
CREATE OR REPLACE FUNCTION scheduling.free_others(
  visitor uuid, doctor uuid, starts timestamptz, at timestamptz) RETURNS jsonb
  LANGUAGE sql AS $$
  SELECT scheduling.free(array_agg(a.id), visitor, NULL, NULL, at)
    FROM scheduling.appointment a
   WHERE a.status = 'HELD' AND a.held_by = visitor
     AND (a.doctor_id, a.starts_at) <> (doctor, starts)
  HAVING count(*) > 0
$$;

-- Makes the hold of a visitor last until an instant, once. No row if there is no such hold, or it was extended before.
CREATE OR REPLACE FUNCTION scheduling.extend_visitor_hold(visitor uuid, at timestamptz, until timestamptz)
RETURNS SETOF scheduling.appointment
  LANGUAGE sql AS $$
  WITH extended AS (
    UPDATE scheduling.visitor_hold v SET extended = true, expires_at = greatest(v.expires_at, until)
     WHERE v.visitor_id = visitor AND v.expires_at > at AND NOT v.extended
    RETURNING v.hold_id, v.expires_at)
  UPDATE scheduling.appointment a SET expires_at = e.expires_at
    FROM extended e
   WHERE a.id = e.hold_id AND a.status = 'HELD' AND a.expires_at > at
  RETURNING a.*
$$;

-- Passes a visitor's hold of a slot to a patient who has signed in and holds fewer slots than allowed; those that
-- expired unused count as in scheduling.hold_own. The hold lasts at least as long as a new one of theirs would.
-- Returns the events, or NULL if there is no such hold.
CREATE OR REPLACE FUNCTION scheduling.pass_hold(
  visitor uuid, doctor uuid, starts timestamptz, holder uuid, patient uuid, most integer, at timestamptz,
  until timestamptz) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  passed scheduling.appointment;
BEGIN
  PERFORM scheduling.lock_touched(ARRAY[a.doctor_id], ARRAY[a.during])
     FROM scheduling.appointment a
    WHERE a.status = 'HELD' AND a.held_by = visitor AND a.doctor_id = doctor AND a.starts_at = starts;
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('holds of ' || holder));
  IF most <= (SELECT count(*) FROM scheduling.appointment a
               WHERE a.status = 'HELD' AND a.held_by = holder AND a.expires_at > at)
           + (SELECT count(*) FROM scheduling.unused_hold u
               WHERE u.held_by = holder AND u.expired_at > at - interval '10 minutes') THEN
    RETURN NULL;
  END IF;
  UPDATE scheduling.appointment a
     SET held_by = holder, patient_id = patient, expires_at = greatest(a.expires_at, until)
   WHERE a.status = 'HELD' AND a.held_by = visitor AND a.doctor_id = doctor AND a.starts_at = starts
     AND a.expires_at > at
  RETURNING a.* INTO passed;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  DELETE FROM scheduling.visitor_hold v WHERE v.hold_id = passed.id;
  RETURN scheduling.tell_hold(passed, true);
END $$;
