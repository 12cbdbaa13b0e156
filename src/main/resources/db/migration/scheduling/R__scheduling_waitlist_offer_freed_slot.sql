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

-- Locks the oldest waitlist entry that matches a time, and the offers to its patient; NULL if none matches. Entries that
-- another transaction changes, and patients to whom it offers a time, are skipped: what they miss here, the matcher
-- offers them. A time that was not taken until now is not for entries that were added while it was free. Entries are
-- read by index in their order, only until one matches, and the patient's times of each by index. The settings allow no
-- other plan: a sort would read all entries of the doctor and the department, and the number of those that match cannot
-- be estimated.
CREATE OR REPLACE FUNCTION scheduling.next_in_line(doctor uuid, visit tstzrange, was_taken boolean, at timestamptz)
  RETURNS uuid
  LANGUAGE plpgsql VOLATILE SET enable_sort = off SET enable_bitmapscan = off AS $$
DECLARE
  starts timestamptz := lower(visit);
  local timestamp := (SELECT starts AT TIME ZONE p.zone FROM scheduling.policy p
                       WHERE starts > at + make_interval(mins => p.minimum_notice_min));
  department uuid := (SELECT d.department_id FROM directory.doctor_profile d WHERE d.id = doctor AND d.active);
  entry record;
BEGIN
  IF local IS NULL OR department IS NULL THEN
    RETURN NULL;
  END IF;
  FOR entry IN
    SELECT e.id, e.patient_id
      FROM ((SELECT * FROM scheduling.waitlist_entry w
              WHERE w.status = 'WAITING' AND w.doctor_id = doctor ORDER BY w.joined_at, w.id)
            UNION ALL
            (SELECT * FROM scheduling.waitlist_entry w
              WHERE w.status = 'WAITING' AND w.department_id = department ORDER BY w.joined_at, w.id)) AS e
     WHERE local::date BETWEEN coalesce(e.first_day, '-infinity') AND coalesce(e.last_day, 'infinity')
       AND (e.weekdays IS NULL OR extract(isodow FROM local)::smallint = ANY (e.weekdays))
       AND local::time BETWEEN coalesce(e.earliest, '00:00') AND coalesce(e.latest, '24:00')
     ORDER BY e.joined_at, e.id
  LOOP
    CONTINUE WHEN NOT was_taken AND scheduling.is_known_time(entry.id, doctor, visit)
               OR NOT scheduling.can_be_offered(entry.patient_id, doctor, visit)
               OR NOT pg_try_advisory_xact_lock(scheduling.lock_key('offers to ' || entry.patient_id));
    PERFORM FROM scheduling.waitlist_entry w WHERE w.id = entry.id AND w.status = 'WAITING' FOR UPDATE SKIP LOCKED;
    -- Checked again: the lock may have been released by a transaction that offered the patient a time.
    IF FOUND AND scheduling.can_be_offered(entry.patient_id, doctor, visit) THEN
      RETURN entry.id;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- The same for a time that a visit or an offer had until now.
CREATE OR REPLACE FUNCTION scheduling.next_in_line(doctor uuid, visit tstzrange, at timestamptz) RETURNS uuid
  LANGUAGE sql VOLATILE AS $$ SELECT scheduling.next_in_line(doctor, visit, true, at) $$;

-- Offers a free time, on locked days, to the next matching entry; `was_taken` says whether a visit or an offer had it
-- until now. Returns the events; none if no entry matches, or if the given version of the rules that offer the time is
-- not current (NULL: no rules offer it).
CREATE OR REPLACE FUNCTION scheduling.offer_to_next(
  doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz, rules bigint, was_taken boolean,
  at timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  chosen uuid;
  entry scheduling.waitlist_entry;
  offer scheduling.waitlist_offer;
  doctor_name text;
  room text;
BEGIN
  IF rules IS NULL OR rules IS DISTINCT FROM scheduling.rules_version(doctor) THEN
    RETURN '[]';
  END IF;
  chosen := scheduling.next_in_line(doctor, tstzrange(starts, ends), was_taken, at);
  SELECT e.* INTO entry FROM scheduling.waitlist_entry e WHERE e.id = chosen;
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
  SELECT d.name, d.room INTO doctor_name, room FROM directory.doctor_profile d WHERE d.id = doctor;
  PERFORM scheduling.request_offer_mail(offer, doctor_name, room);
  RETURN scheduling.tell_entry(entry) || scheduling.tell('scheduling.waitlist-offered', jsonb_build_object(
    'offerId', offer.id, 'entryId', entry.id, 'patientId', entry.patient_id, 'doctorId', doctor,
    'doctorName', doctor_name, 'start', starts, 'end', ends, 'expiresAt', offer.expires_at));
END $$;

-- The same for a time that a visit had until now.
CREATE OR REPLACE FUNCTION scheduling.offer_to_next(
  doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz, rules bigint, at timestamptz)
RETURNS jsonb LANGUAGE sql AS $$
  SELECT scheduling.offer_to_next(doctor, starts, ends, free_again, rules, true, at)
$$;

-- Offers the time of a released hold, on locked days, to the next waitlist entry: one that somebody only held had been
-- free, an offered one had not. A time of another length than the doctor's visits is not offered as it is. Writes the event
-- of the hold's end.
CREATE OR REPLACE FUNCTION scheduling.freed(gone scheduling.appointment, at timestamptz) RETURNS jsonb
  LANGUAGE sql AS $$
  SELECT scheduling.offer_to_next(gone.doctor_id, gone.starts_at, gone.ends_at, upper(gone.during),
                                  CASE WHEN gone.ends_at - gone.starts_at = (
                                         SELECT make_interval(mins => c.visit_min)
                                           FROM scheduling.calendar c WHERE c.doctor_id = gone.doctor_id)
                                       THEN gone.offered_rules END,
                                  gone.held_by IS NULL, at)
    || scheduling.tell_hold(gone, false)
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
