-- The waitlist: who waits for what. A time that becomes free is offered, in the transaction that frees it, to whoever
-- suits and has waited longest: it becomes a hold that is kept for that patient. So no time is lost with a node, and
-- nobody jumps the line.

CREATE TABLE scheduling.waitlist_entry (
  id             uuid        PRIMARY KEY,
  patient_id     uuid        NOT NULL REFERENCES patients.patient,
  doctor_id      uuid        REFERENCES directory.doctor,
  department_id  uuid        REFERENCES directory.department,
  first_day      date,        -- what is null does not matter; days and times are the clinic's
  last_day       date,
  weekdays       smallint[],  -- ISO 8601: Monday is 1
  earliest       time,
  latest         time,
  reason         text        NOT NULL DEFAULT '',
  status         text        NOT NULL DEFAULT 'WAITING' CHECK (status IN
                   ('WAITING', 'OFFERED', 'BOOKED', 'LEFT', 'OVER')),
  joined_at      timestamptz NOT NULL,
  unanswered     integer     NOT NULL DEFAULT 0,  -- offers in a row that expired
  appointment_id uuid        REFERENCES scheduling.appointment,  -- what came of it
  version        integer     NOT NULL DEFAULT 1,
  CHECK (num_nonnulls(doctor_id, department_id) = 1)
);
CREATE INDEX waitlist_entry_open ON scheduling.waitlist_entry (joined_at, id) WHERE status IN ('WAITING', 'OFFERED');
CREATE INDEX waitlist_entry_doctor ON scheduling.waitlist_entry (doctor_id, joined_at, id)
  WHERE status IN ('WAITING', 'OFFERED') AND doctor_id IS NOT NULL;
CREATE INDEX waitlist_entry_department ON scheduling.waitlist_entry (department_id, joined_at, id)
  WHERE status IN ('WAITING', 'OFFERED') AND department_id IS NOT NULL;
CREATE INDEX waitlist_entry_patient ON scheduling.waitlist_entry (patient_id) WHERE status IN ('WAITING', 'OFFERED');
CREATE INDEX waitlist_entry_appointment ON scheduling.waitlist_entry (appointment_id)
  WHERE appointment_id IS NOT NULL;

CREATE TABLE scheduling.waitlist_offer (
  id         uuid        PRIMARY KEY,  -- the hold's as well, while there is one
  entry_id   uuid        NOT NULL REFERENCES scheduling.waitlist_entry,
  patient_id uuid        NOT NULL,
  doctor_id  uuid        NOT NULL,
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  offered_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  answer     text        NOT NULL DEFAULT 'OPEN' CHECK (answer IN
               ('OPEN', 'ACCEPTED', 'PASSED', 'EXPIRED', 'WITHDRAWN'))
);
CREATE UNIQUE INDEX waitlist_offer_open ON scheduling.waitlist_offer (entry_id) WHERE answer = 'OPEN';
CREATE INDEX waitlist_offer_patient ON scheduling.waitlist_offer (patient_id, doctor_id, starts_at);

-- When a piece of work is next due, for work that one node does for all.
CREATE TABLE scheduling.turn (
  name text        PRIMARY KEY,
  due  timestamptz NOT NULL
);

-- An entry as people read it; the document has the members of the API's WaitlistEntry.
CREATE VIEW scheduling.waitlist_details AS
  SELECT e.id, e.patient_id, e.doctor_id, e.department_id, e.joined_at, e.status, e.appointment_id, o.id AS offer_id,
         jsonb_strip_nulls(jsonb_build_object(
           'id', e.id, 'patientId', e.patient_id, 'patientName', trim(p.given_name || ' ' || p.family_name),
           'doctorId', e.doctor_id, 'doctorName', trim(d.title || ' ' || d.given_name || ' ' || d.family_name),
           'departmentId', e.department_id, 'departmentName', g.name,
           'preferred', jsonb_build_object(
             'from', e.first_day, 'until', e.last_day,
             'weekdays', (SELECT jsonb_agg((ARRAY['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY',
                                                  'SUNDAY'])[w] ORDER BY w) FROM unnest(e.weekdays) AS w),
             'earliest', to_char(e.earliest, 'HH24:MI'), 'latest', to_char(e.latest, 'HH24:MI')),
           'reason', e.reason, 'status', e.status, 'joinedAt', e.joined_at,
           'offer', CASE WHEN o.id IS NOT NULL THEN jsonb_build_object(
             'doctorId', o.doctor_id, 'doctorName', trim(w.title || ' ' || w.given_name || ' ' || w.family_name),
             'start', o.starts_at, 'end', o.ends_at, 'expiresAt', o.expires_at) END)) AS document
    FROM scheduling.waitlist_entry e
    JOIN patients.patient p ON p.id = e.patient_id
    LEFT JOIN directory.doctor d ON d.id = e.doctor_id
    LEFT JOIN directory.department g ON g.id = e.department_id
    LEFT JOIN scheduling.waitlist_offer o ON o.entry_id = e.id AND o.answer = 'OPEN'
    LEFT JOIN directory.doctor w ON w.id = o.doctor_id;

-- Everything that changes entries and offers does so one after the other, after all other locks.
CREATE FUNCTION scheduling.lock_waitlist() RETURNS void
  LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(scheduling.lock_key('waitlist')) $$;

CREATE FUNCTION scheduling.tell_entry(entry scheduling.waitlist_entry) RETURNS jsonb
  LANGUAGE sql AS $$
  SELECT scheduling.tell('scheduling.waitlist-changed', jsonb_build_object(
    'entryId', entry.id, 'patientId', entry.patient_id, 'status', entry.status, 'version', entry.version))
$$;

-- Times that somebody was offered or had, and did not want: they are not offered them again.
CREATE FUNCTION scheduling.refused_times(patient uuid) RETURNS TABLE (doctor_id uuid, starts_at timestamptz)
  LANGUAGE sql STABLE AS $$
  SELECT o.doctor_id, o.starts_at FROM scheduling.waitlist_offer o
   WHERE o.patient_id = patient AND o.answer IN ('PASSED', 'EXPIRED')
  UNION ALL
  SELECT c.doctor_id, c.starts_at
    FROM scheduling.appointment a JOIN scheduling.appointment_change c ON c.appointment_id = a.id
   WHERE a.patient_id = patient AND a.status <> 'HELD'
$$;

-- When somebody can be offered nothing: they have a visit, or another offer.
CREATE FUNCTION scheduling.busy_times(patient uuid) RETURNS TABLE (during tstzrange)
  LANGUAGE sql STABLE AS $$
  SELECT a.during FROM scheduling.appointment a
   WHERE a.patient_id = patient AND a.status NOT IN ('CANCELLED', 'NO_SHOW') AND a.held_by IS NULL
$$;

-- Whoever has waited longest of those whom a time suits, or null.
CREATE FUNCTION scheduling.next_in_line(doctor uuid, visit tstzrange, at timestamptz) RETURNS uuid
  LANGUAGE sql STABLE AS $$
  SELECT e.id
    FROM scheduling.policy p
    JOIN directory.doctor d ON d.id = doctor AND d.active
   CROSS JOIN LATERAL (SELECT lower(visit) AS starts, lower(visit) AT TIME ZONE p.zone AS local) AS t
   CROSS JOIN LATERAL (
     SELECT * FROM scheduling.waitlist_entry WHERE status = 'WAITING' AND doctor_id = doctor
     UNION ALL
     SELECT * FROM scheduling.waitlist_entry WHERE status = 'WAITING' AND department_id = d.department_id) AS e
    JOIN patients.patient who ON who.id = e.patient_id AND who.deleted_at IS NULL
   WHERE t.starts > at + make_interval(mins => p.minimum_notice_min)
     AND t.local::date BETWEEN coalesce(e.first_day, '-infinity') AND coalesce(e.last_day, 'infinity')
     AND (e.weekdays IS NULL OR extract(isodow FROM t.local)::smallint = ANY (e.weekdays))
     AND t.local::time BETWEEN coalesce(e.earliest, '00:00') AND coalesce(e.latest, '24:00')
     AND NOT EXISTS (SELECT FROM scheduling.busy_times(e.patient_id) AS b WHERE b.during && visit)
     AND NOT EXISTS (SELECT FROM scheduling.refused_times(e.patient_id) AS r
                      WHERE r.doctor_id = doctor AND r.starts_at = t.starts)
   ORDER BY e.joined_at, e.id LIMIT 1
$$;

-- Keeps a free time, on days that are locked, for the next in line; returns what it tells: nothing if nobody waits for
-- it, or the rules that offer it (null: none do) are not the doctor's any more.
CREATE FUNCTION scheduling.offer_to_next(
  doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz, rules bigint, at timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  visit tstzrange := tstzrange(starts, ends);
  entry scheduling.waitlist_entry;
  offer scheduling.waitlist_offer;
BEGIN
  IF rules IS DISTINCT FROM scheduling.rules_version(doctor)
     OR rules IS NULL OR scheduling.next_in_line(doctor, visit, at) IS NULL THEN
    RETURN '[]';
  END IF;
  PERFORM scheduling.lock_waitlist();
  SELECT e.* INTO entry FROM scheduling.waitlist_entry e WHERE e.id = scheduling.next_in_line(doctor, visit, at);
  IF NOT FOUND THEN
    RETURN '[]';
  END IF;

  INSERT INTO scheduling.appointment
    (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since, expires_at, offered_rules)
  SELECT gen_random_uuid(), doctor, entry.patient_id, starts, ends, tstzrange(starts, free_again), 'HELD', at,
         least(at + make_interval(mins => p.offer_min), starts), rules
    FROM scheduling.policy p
  ON CONFLICT DO NOTHING
  RETURNING id, entry.id, patient_id, doctor_id, starts_at, ends_at, at, expires_at, 'OPEN' INTO offer;
  IF NOT FOUND THEN
    RETURN '[]';
  END IF;
  INSERT INTO scheduling.waitlist_offer SELECT offer.*;
  UPDATE scheduling.waitlist_entry e SET status = 'OFFERED', version = e.version + 1
   WHERE e.id = entry.id RETURNING e.* INTO entry;
  RETURN scheduling.tell_entry(entry) || scheduling.tell('scheduling.waitlist-offered', (
    SELECT jsonb_build_object(
             'offerId', offer.id, 'entryId', entry.id, 'patientId', entry.patient_id, 'doctorId', doctor,
             'doctorName', trim(d.title || ' ' || d.given_name || ' ' || d.family_name),
             'start', starts, 'end', ends, 'expiresAt', offer.expires_at)
      FROM directory.doctor d WHERE d.id = doctor));
END $$;

-- Notes what became of an offer, whose days are locked, and tells it. Who leaves three in a row unanswered waits no more.
CREATE FUNCTION scheduling.close_offer(offer_id uuid, new_answer text, booked uuid) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  entry scheduling.waitlist_entry;
BEGIN
  PERFORM scheduling.lock_waitlist();
  WITH closed AS (
    UPDATE scheduling.waitlist_offer o SET answer = new_answer
     WHERE o.id = offer_id AND o.answer = 'OPEN' RETURNING o.entry_id)
  UPDATE scheduling.waitlist_entry e
     SET status = CASE WHEN new_answer = 'ACCEPTED' THEN 'BOOKED'
                       WHEN new_answer = 'WITHDRAWN' OR new_answer = 'EXPIRED' AND e.unanswered >= 2 THEN 'LEFT'
                       ELSE 'WAITING' END,
         unanswered = CASE WHEN new_answer = 'EXPIRED' THEN e.unanswered + 1 ELSE 0 END,
         appointment_id = booked,
         version = e.version + 1
    FROM closed WHERE e.id = closed.entry_id
  RETURNING e.* INTO entry;
  RETURN CASE WHEN entry.id IS NULL THEN '[]' ELSE scheduling.tell_entry(entry) END;
END $$;

-- Passes an open offer on to the next in line, or leaves the line. Outcomes: DONE; OFFER_GONE if there is none to pass;
-- AGAIN if an offer came in the middle of leaving.
CREATE FUNCTION scheduling.decline(entry uuid, leaving boolean, at timestamptz, OUT outcome text, OUT told jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  offered scheduling.appointment;
  gone scheduling.appointment;
  left_entry scheduling.waitlist_entry;
BEGIN
  SELECT a.* INTO offered
    FROM scheduling.waitlist_offer o JOIN scheduling.appointment a ON a.id = o.id AND a.status = 'HELD'
   WHERE o.entry_id = entry AND o.answer = 'OPEN';
  IF FOUND THEN
    PERFORM scheduling.lock_touched(ARRAY[offered.doctor_id], ARRAY[offered.during]);
    DELETE FROM scheduling.appointment a WHERE a.id = offered.id AND a.status = 'HELD' RETURNING a.* INTO gone;
  END IF;
  outcome := 'DONE';
  IF gone.id IS NOT NULL THEN
    told := scheduling.close_offer(gone.id, CASE WHEN leaving THEN 'WITHDRAWN' ELSE 'PASSED' END, NULL)
      || scheduling.freed(gone, at);
  ELSIF leaving THEN
    PERFORM scheduling.lock_waitlist();
    UPDATE scheduling.waitlist_entry e SET status = 'LEFT', version = e.version + 1
     WHERE e.id = entry AND e.status = 'WAITING' RETURNING e.* INTO left_entry;
    IF FOUND THEN
      told := scheduling.tell_entry(left_entry);
    ELSIF EXISTS (SELECT FROM scheduling.waitlist_entry e WHERE e.id = entry AND e.status = 'OFFERED') THEN
      outcome := 'AGAIN';
    END IF;
  ELSE
    outcome := 'OFFER_GONE';
  END IF;
END $$;

-- Joins the line. Outcomes: JOINED, TOO_MANY_ENTRIES. Fails with foreign_key_violation for a patient, doctor or
-- department that is none.
CREATE FUNCTION scheduling.join_waitlist(
  new_id uuid, patient uuid, doctor uuid, department uuid, first_day date, last_day date, weekdays smallint[],
  earliest time, latest time, reason text, most integer, at timestamptz, OUT outcome text, OUT told jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  entry scheduling.waitlist_entry;
BEGIN
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('entries of ' || patient));
  IF most <= (SELECT count(*) FROM scheduling.waitlist_entry e
               WHERE e.patient_id = patient AND e.status IN ('WAITING', 'OFFERED')) THEN
    outcome := 'TOO_MANY_ENTRIES';
    RETURN;
  END IF;
  INSERT INTO scheduling.waitlist_entry AS e VALUES (
    new_id, patient, doctor, department, first_day, last_day, weekdays, earliest, latest, reason, 'WAITING', at)
  RETURNING e.* INTO entry;
  outcome := 'JOINED';
  told := scheduling.tell_entry(entry);
END $$;

-- Offers free times, each to whoever is next in line for it. The arrays are parallel.
CREATE FUNCTION scheduling.offer_free(
  doctors uuid[], starts timestamptz[], ends timestamptz[], free_again timestamptz[], rules bigint[], at timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  told jsonb := '[]';
  offers jsonb;
  held scheduling.appointment;
BEGIN
  PERFORM scheduling.lock_touched(
    doctors, ARRAY(SELECT tstzrange(s, f) FROM unnest(starts, free_again) WITH ORDINALITY AS t (s, f, i) ORDER BY i));
  FOR i IN 1 .. cardinality(doctors) LOOP
    offers := scheduling.offer_to_next(doctors[i], starts[i], ends[i], free_again[i], rules[i], at);
    IF offers <> '[]' THEN
      SELECT a.* INTO held FROM scheduling.appointment a
       WHERE a.doctor_id = doctors[i] AND a.status = 'HELD' AND a.starts_at = starts[i];
      told := told || offers || scheduling.tell_hold(held, true);
    END IF;
  END LOOP;
  RETURN told;
END $$;

-- Ends the waiting of those for whom nothing can come any more.
CREATE FUNCTION scheduling.end_waiting(today date) RETURNS jsonb
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
            OR EXISTS (SELECT FROM patients.patient p WHERE p.id = e.patient_id AND p.deleted_at IS NOT NULL)
            OR EXISTS (SELECT FROM directory.doctor d WHERE d.id = e.doctor_id AND NOT d.active)
            OR EXISTS (SELECT FROM directory.department g WHERE g.id = e.department_id AND g.removed_at IS NOT NULL))
    RETURNING e.*
  LOOP
    told := told || scheduling.tell_entry(entry);
  END LOOP;
  RETURN told;
END $$;

-- Whether a piece of work is due; whoever is told so does it.
CREATE FUNCTION scheduling.take_turn(work text, at timestamptz, pause interval) RETURNS boolean
  LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM scheduling.turn t WHERE t.name = work AND t.due > at) THEN
    RETURN false;  -- without a lock, which would be written down
  END IF;
  INSERT INTO scheduling.turn AS t (name, due) VALUES (work, at + pause)
  ON CONFLICT (name) DO UPDATE SET due = at + pause WHERE t.due <= at;
  RETURN FOUND;
END $$;
