-- Times that a patient was offered or had booked, and declined: they are not offered again.
CREATE OR REPLACE FUNCTION scheduling.refused_times(patient uuid) RETURNS TABLE (doctor_id uuid, starts_at timestamptz)
  LANGUAGE sql STABLE AS $$
  SELECT o.doctor_id, o.starts_at FROM scheduling.waitlist_offer o
   WHERE o.patient_id = patient AND o.answer IN ('PASSED', 'EXPIRED')
  UNION ALL
  SELECT c.doctor_id, c.starts_at
    FROM scheduling.appointment a JOIN scheduling.appointment_change c ON c.appointment_id = a.id
   WHERE a.patient_id = patient AND a.status <> 'HELD'
$$;

-- Times at which a patient gets no offer: those of visits and other offers, without the doctors' buffers.
CREATE OR REPLACE FUNCTION scheduling.busy_times(patient uuid) RETURNS TABLE (during tstzrange)
  LANGUAGE sql STABLE AS $$
  SELECT tstzrange(a.starts_at, a.ends_at) FROM scheduling.appointment a
   WHERE a.patient_id = patient AND scheduling.takes_doctor_time(a.status) AND a.held_by IS NULL
$$;

-- Whether a patient can be offered a time.
CREATE OR REPLACE FUNCTION scheduling.can_be_offered(patient uuid, doctor uuid, visit tstzrange) RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM patients.contact p WHERE p.id = patient AND p.active)
     AND NOT EXISTS (SELECT FROM scheduling.busy_times(patient) AS b WHERE b.during && visit)
     AND NOT EXISTS (SELECT FROM scheduling.refused_times(patient) AS r
                      WHERE r.doctor_id = doctor AND r.starts_at = lower(visit))
$$;

-- Whether a time was free when an entry was added.
CREATE OR REPLACE FUNCTION scheduling.is_known_time(entry uuid, doctor uuid, visit tstzrange) RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM scheduling.waitlist_known_time k
                  WHERE k.entry_id = entry AND k.doctor_id = doctor AND k.free @> visit)
$$;

-- The types of visits that a doctor of a department offers and for which a time is long enough.
CREATE OR REPLACE FUNCTION scheduling.types_within(doctor uuid, department uuid, free interval) RETURNS TABLE (id uuid)
  LANGUAGE sql STABLE AS $$
  SELECT v.id
    FROM scheduling.visit_type_department g
    JOIN scheduling.visit_type v ON v.id = g.visit_type_id AND v.active
   WHERE g.department_id = department AND make_interval(mins => v.minutes) <= free
     AND (EXISTS (SELECT FROM scheduling.visit_type_doctor o WHERE o.visit_type_id = v.id AND o.doctor_id = doctor)
          OR NOT EXISTS (SELECT FROM scheduling.visit_type_doctor o WHERE o.visit_type_id = v.id))
$$;

-- Locks the oldest waitlist entry with a visit that a free time is long enough for, and the offers to its patient; NULL if
-- there is none. The visit begins when the time does. Entries that another transaction changes, and patients to whom it offers a
-- time, are skipped: what they miss here, the matcher offers them. A time that was not taken until now is not for entries
-- that were added while it was free. Entries are read by index in their order, only until one matches, and the patient's
-- times of each by index; the types that fit are read once, if an entry has one. The settings allow no other plan: a sort would
-- read all entries of the doctor and the department, and the number of those that match cannot be estimated. The plan is
-- generic: a plan per call costs more than the scan. The scan is index-only until an entry matches.
DROP FUNCTION IF EXISTS scheduling.next_in_line(uuid, tstzrange, boolean, timestamptz);
CREATE OR REPLACE FUNCTION scheduling.next_in_line(
  doctor uuid, free tstzrange, was_taken boolean, at timestamptz, OUT entry_id uuid, OUT visit tstzrange)
  LANGUAGE plpgsql VOLATILE
  SET enable_sort = off SET enable_bitmapscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  starts timestamptz := lower(free);
  free_for interval := upper(free) - starts;
  local timestamp := (SELECT starts AT TIME ZONE p.zone FROM scheduling.policy p
                       WHERE starts > at + make_interval(mins => p.minimum_notice_min));
  department uuid;
  own_length interval;
  entry record;
BEGIN
  SELECT d.department_id, make_interval(mins => c.visit_min) INTO department, own_length
    FROM directory.doctor_profile d JOIN scheduling.calendar c ON c.doctor_id = d.id WHERE d.id = doctor AND d.active;
  IF local IS NULL OR department IS NULL THEN
    RETURN;
  END IF;
  FOR entry IN
    SELECT e.id, e.patient_id, tstzrange(starts, starts + CASE
             WHEN e.visit_type_id IS NULL THEN own_length
             ELSE (SELECT make_interval(mins => v.minutes) FROM scheduling.visit_type v WHERE v.id = e.visit_type_id) END) AS visit
      FROM ((SELECT * FROM scheduling.waitlist_entry w
              WHERE w.status = 'WAITING' AND w.doctor_id = doctor ORDER BY w.joined_at, w.id)
            UNION ALL
            (SELECT * FROM scheduling.waitlist_entry w
              WHERE w.status = 'WAITING' AND w.department_id = department ORDER BY w.joined_at, w.id)) AS e
     WHERE local::date BETWEEN coalesce(e.first_day, '-infinity') AND coalesce(e.last_day, 'infinity')
       AND (e.weekdays IS NULL OR extract(isodow FROM local)::smallint = ANY (e.weekdays))
       AND local::time BETWEEN coalesce(e.earliest, '00:00') AND coalesce(e.latest, '24:00')
       AND CASE WHEN e.visit_type_id IS NULL THEN own_length <= free_for
                ELSE e.visit_type_id = ANY (ARRAY(SELECT t.id FROM scheduling.types_within(doctor, department, free_for) AS t))
           END
     ORDER BY e.joined_at, e.id
  LOOP
    CONTINUE WHEN NOT was_taken AND scheduling.is_known_time(entry.id, doctor, entry.visit)
               OR NOT scheduling.can_be_offered(entry.patient_id, doctor, entry.visit)
               OR NOT pg_try_advisory_xact_lock(scheduling.lock_key('offers to ' || entry.patient_id));
    PERFORM FROM scheduling.waitlist_entry w WHERE w.id = entry.id AND w.status = 'WAITING' FOR UPDATE SKIP LOCKED;
    -- Checked again: the lock may have been released by a transaction that offered the patient a time.
    IF FOUND AND scheduling.can_be_offered(entry.patient_id, doctor, entry.visit) THEN
      entry_id := entry.id;
      visit := entry.visit;
      RETURN;
    END IF;
  END LOOP;
END $$;

-- The same for a time that a visit or an offer had until now.
DROP FUNCTION IF EXISTS scheduling.next_in_line(uuid, tstzrange, timestamptz);
CREATE OR REPLACE FUNCTION scheduling.next_in_line(doctor uuid, free tstzrange, at timestamptz) RETURNS uuid
  LANGUAGE sql VOLATILE AS $$ SELECT n.entry_id FROM scheduling.next_in_line(doctor, free, true, at) AS n $$;

-- Offers a free time, on locked days, or as much of it as the visit needs, to the next matching entry; `was_taken` says whether
-- a visit or an offer had it until now. Returns the events; none if no entry matches, or if the given version of the rules that
-- offer the time is not current (NULL: no rules offer it).
CREATE OR REPLACE FUNCTION scheduling.offer_to_next(
  doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz, rules bigint, was_taken boolean,
  at timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  chosen record;
  entry scheduling.waitlist_entry;
  offer scheduling.waitlist_offer;
  doctor_name text;
  room text;
BEGIN
  IF rules IS NULL OR rules IS DISTINCT FROM scheduling.rules_version(doctor) THEN
    RETURN '[]';
  END IF;
  SELECT n.entry_id, upper(n.visit) AS ends INTO chosen
    FROM scheduling.next_in_line(doctor, tstzrange(starts, ends), was_taken, at) AS n;
  SELECT e.* INTO entry FROM scheduling.waitlist_entry e WHERE e.id = chosen.entry_id;
  IF NOT FOUND THEN
    RETURN '[]';
  END IF;

  INSERT INTO scheduling.appointment
    (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since, expires_at, offered_rules, visit_type_id)
  SELECT gen_random_uuid(), doctor, entry.patient_id, starts, chosen.ends,
         tstzrange(starts, chosen.ends + (free_again - offer_to_next.ends)), 'HELD', at,
         least(at + make_interval(mins => p.offer_min), starts), rules, entry.visit_type_id
    FROM scheduling.policy p
  ON CONFLICT DO NOTHING
  RETURNING id, entry.id, patient_id, doctor_id, starts_at, ends_at, at, expires_at, 'OPEN',
            nullif(offer_to_next.ends, ends_at) INTO offer;
  IF NOT FOUND THEN
    RETURN '[]';
  END IF;
  INSERT INTO scheduling.waitlist_offer SELECT offer.*;
  UPDATE scheduling.waitlist_entry e SET status = 'OFFERED', version = e.version + 1
   WHERE e.id = entry.id RETURNING e.* INTO entry;
  SELECT d.name, d.room INTO doctor_name, room FROM directory.doctor_profile d WHERE d.id = doctor;
  PERFORM scheduling.request_offer_mail(offer, doctor_name, room);
  RETURN scheduling.tell_entry(entry) || scheduling.tell('scheduling.waitlist-offered', jsonb_build_object(
    'offerId', offer.id, 'entryId', entry.id, 'patientId', entry.patient_id, 'doctorId', doctor,
    'doctorName', doctor_name, 'start', offer.starts_at, 'end', offer.ends_at, 'expiresAt', offer.expires_at));
END $$;

-- The same for a time that a visit had until now.
CREATE OR REPLACE FUNCTION scheduling.offer_to_next(
  doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz, rules bigint, at timestamptz)
RETURNS jsonb LANGUAGE sql AS $$
  SELECT scheduling.offer_to_next(doctor, starts, ends, free_again, rules, true, at)
$$;

-- Until when the time of a released hold is free, on its locked days: the whole time that an offer was a part of, as far as
-- nothing else has begun in it.
CREATE OR REPLACE FUNCTION scheduling.free_until(gone scheduling.appointment) RETURNS timestamptz
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT f.ends
       FROM scheduling.waitlist_offer o,
            LATERAL (SELECT upper(gone.during) - gone.ends_at AS buffer) AS d,
            LATERAL (SELECT least(o.free_until, min(a.starts_at) - d.buffer) AS ends
                       FROM scheduling.appointment a
                      WHERE a.doctor_id = gone.doctor_id AND a.during && tstzrange(gone.starts_at, o.free_until + d.buffer)
                        AND a.lane = 'REGULAR' AND scheduling.takes_doctor_time(a.status)) AS f
      WHERE o.id = gone.id AND o.free_until IS NOT NULL
        AND scheduling.touched_days(gone.doctor_id, tstzrange(gone.starts_at, f.ends + d.buffer))
            <@ scheduling.touched_days(gone.doctor_id, gone.during)),
    gone.ends_at)
$$;

-- Offers the time of a released hold, on locked days, to the next waitlist entry: one that somebody only held had been
-- free, an offered one had not. Writes the event of the hold's end.
CREATE OR REPLACE FUNCTION scheduling.freed(gone scheduling.appointment, at timestamptz) RETURNS jsonb
  LANGUAGE sql AS $$
  SELECT scheduling.offer_to_next(gone.doctor_id, gone.starts_at, f.ends, f.ends + (upper(gone.during) - gone.ends_at),
                                  gone.offered_rules, gone.held_by IS NULL, at)
    || scheduling.tell_hold(gone, false)
    FROM scheduling.free_until(gone) AS f (ends)
$$;

-- Offers times that are free and were not taken until now, each to the next matching entry. The arrays are parallel.
CREATE OR REPLACE FUNCTION scheduling.offer_free(
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
    offers := scheduling.offer_to_next(doctors[i], starts[i], ends[i], free_again[i], rules[i], false, at);
    IF offers <> '[]' THEN
      SELECT a.* INTO held FROM scheduling.appointment a
       WHERE a.doctor_id = doctors[i] AND a.status = 'HELD' AND a.starts_at = starts[i];
      told := told || offers || scheduling.tell_hold(held, true);
    END IF;
  END LOOP;
  RETURN told;
END $$;
