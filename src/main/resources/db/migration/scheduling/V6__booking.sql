-- Booking, holding and changing an appointment: each one call, one transaction, one round trip.
--
-- Locks are advisory, so that a request that loses writes nothing, and are always taken in the same order, so that
-- no two requests can wait for each other: the clinic's rules and the doctors' rules (shared; exclusive for whoever
-- changes them), then doctor-days in order of doctor and day, then the patient who is moved or the user who holds, then
-- the waitlist.
-- The constraints of scheduling.appointment stay the judge; the locks only put requests in line.

CREATE FUNCTION scheduling.lock_key(what text) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN hashtextextended(what, 20261122);

-- Doctors and days are parallel arrays in order, without repetition.
CREATE FUNCTION scheduling.lock_days(doctors uuid[], days date[]) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(scheduling.lock_key('clinic'));
  FOR i IN 1 .. cardinality(doctors) LOOP
    IF i = 1 OR doctors[i] <> doctors[i - 1] THEN
      PERFORM pg_advisory_xact_lock_shared(scheduling.lock_key(doctors[i]::text));
    END IF;
  END LOOP;
  FOR i IN 1 .. cardinality(doctors) LOOP
    PERFORM pg_advisory_xact_lock(scheduling.lock_key(doctors[i]::text || days[i]::text));
  END LOOP;
END $$;

-- The version of what a doctor's rules and the clinic's offer; null for a doctor who offers nothing.
CREATE FUNCTION scheduling.rules_version(doctor uuid) RETURNS bigint
  LANGUAGE sql STABLE AS $$
  SELECT p.version + c.version
    FROM scheduling.policy p, scheduling.calendar c
   WHERE c.doctor_id = doctor AND NOT c.closed
$$;

-- The days on which some slot may become free or taken when a stretch of a doctor's time does, in order.
CREATE FUNCTION scheduling.touched_days(doctor uuid, stretch tstzrange) RETURNS date[]
  LANGUAGE sql STABLE AS $$
  SELECT ARRAY(
    SELECT day::date
      FROM scheduling.policy p, scheduling.calendar c,
           LATERAL generate_series(
             date_trunc('day', (lower(stretch) - make_interval(mins => c.visit_min + c.buffer_min)
                                + interval '1 microsecond') AT TIME ZONE p.zone),
             (upper(stretch) - interval '1 microsecond') AT TIME ZONE p.zone, interval '1 day') AS day
     WHERE c.doctor_id = doctor ORDER BY day)
$$;

-- Locks the days that stretches of doctors' time touch, and the rules that say so.
CREATE FUNCTION scheduling.lock_touched(doctors uuid[], stretches tstzrange[]) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(scheduling.lock_key('clinic'));
  PERFORM pg_advisory_xact_lock_shared(scheduling.lock_key(d.id::text))
     FROM (SELECT DISTINCT id FROM unnest(doctors) AS id ORDER BY id) AS d;
  PERFORM scheduling.lock_days(array_agg(k.doctor ORDER BY k.doctor, k.day), array_agg(k.day ORDER BY k.doctor, k.day))
     FROM (SELECT DISTINCT t.doctor, day
             FROM unnest(doctors, stretches) AS t (doctor, stretch),
                  unnest(scheduling.touched_days(t.doctor, t.stretch)) AS day) AS k
   HAVING count(*) > 0;
END $$;

-- Whether a hold makes way for a visit or another hold on days that are locked: one's own does, and one that has
-- expired. A time that is kept for a patient on the waitlist makes way for nobody else: it is passed on when it expires.
CREATE FUNCTION scheduling.gives_way(
  hold scheduling.appointment, holder uuid, patient uuid, days date[], at timestamptz) RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT (hold.status = 'HELD'
          AND CASE WHEN hold.held_by IS NULL THEN hold.patient_id = patient AND hold.expires_at > at
                   ELSE hold.held_by = holder OR hold.expires_at <= at END
          AND scheduling.touched_days(hold.doctor_id, hold.during) <@ days) IS TRUE
$$;

-- Who is in the way of a visit: the doctor's other visits first, then holds, then the patient's visits. Null if nobody
-- is but holds that give way.
CREATE FUNCTION scheduling.obstacle(
  self uuid, holder uuid, patient uuid, kept_for uuid, doctor uuid, wanted tstzrange, days date[], at timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT CASE WHEN bool_or(a.status <> 'HELD') THEN 'SLOT_TAKEN'
                 WHEN NOT bool_and(scheduling.gives_way(a, holder, kept_for, days, at)) FILTER (WHERE a.status = 'HELD')
                   THEN 'SLOT_HELD' END
       FROM scheduling.appointment a
      WHERE a.doctor_id = doctor AND a.during && wanted AND a.id <> self AND a.status NOT IN ('CANCELLED', 'NO_SHOW')),
    (SELECT 'PATIENT_BUSY'
      WHERE EXISTS (SELECT FROM scheduling.appointment a
                     WHERE a.patient_id = patient AND a.during && wanted AND a.id <> self
                       AND a.status NOT IN ('CANCELLED', 'NO_SHOW', 'HELD'))))
$$;

-- Removes the holds in the way that give way; returns those that were kept for the patient.
CREATE FUNCTION scheduling.make_way(
  holder uuid, kept_for uuid, doctor uuid, wanted tstzrange, days date[], at timestamptz) RETURNS uuid[]
  LANGUAGE sql AS $$
  WITH gone AS (
    DELETE FROM scheduling.appointment a
     WHERE a.doctor_id = doctor AND a.during && wanted AND a.status = 'HELD'
       AND scheduling.gives_way(a, holder, kept_for, days, at)
    RETURNING a.id, a.held_by)
  SELECT coalesce(array_agg(id) FILTER (WHERE held_by IS NULL), '{}') FROM gone
$$;

-- Notes that offers led to an appointment, and tells it.
CREATE FUNCTION scheduling.accept_offers(offers uuid[], booked uuid) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  told jsonb := '[]';
BEGIN
  FOR i IN 1 .. coalesce(cardinality(offers), 0) LOOP
    told := told || scheduling.close_offer(offers[i], 'ACCEPTED', booked);
  END LOOP;
  RETURN told;
END $$;

-- Writes an event and returns it, as a list of one. It says when it was written, which is just before the commit.
CREATE FUNCTION scheduling.tell(event_type text, fact jsonb) RETURNS jsonb
  LANGUAGE sql AS $$
  INSERT INTO platform.outbox (type, payload) VALUES (event_type, fact || jsonb_build_object('at', clock_timestamp()))
  RETURNING jsonb_build_array(jsonb_build_object('type', type, 'payload', payload))
$$;

-- Moves days, which must be locked, on by one version, and returns them as events name them.
CREATE FUNCTION scheduling.move_on(doctors uuid[], days date[]) RETURNS jsonb
  LANGUAGE sql AS $$
  WITH moved AS (
    INSERT INTO scheduling.doctor_day AS d (doctor_id, day, version)
    SELECT k.doctor, k.day, 1 FROM unnest(doctors, days) AS k (doctor, day)
    ON CONFLICT (doctor_id, day) DO UPDATE SET version = d.version + 1
    RETURNING d.doctor_id, d.day, d.version)
  SELECT jsonb_agg(jsonb_build_object('doctorId', doctor_id, 'day', day, 'version', version)) FROM moved
$$;

-- Moves the days on, writes the history and the event, and returns the event.
CREATE FUNCTION scheduling.record_change(
  changed scheduling.appointment, change_kind text, actor uuid, change_note text, doctors uuid[], days date[])
RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO scheduling.appointment_change
    (appointment_id, version, actor_id, kind, doctor_id, starts_at, ends_at, status, note)
  VALUES (changed.id, changed.version, actor, change_kind, changed.doctor_id, changed.starts_at, changed.ends_at,
          changed.status, change_note);
  RETURN scheduling.tell('scheduling.appointment-changed', jsonb_build_object(
    'appointmentId', changed.id, 'patientId', changed.patient_id, 'doctorId', changed.doctor_id,
    'kind', change_kind, 'status', changed.status, 'start', changed.starts_at, 'end', changed.ends_at,
    'version', changed.version, 'days', scheduling.move_on(doctors, days)));
END $$;

-- Moves the days of a hold on and tells that it was taken or is gone.
CREATE FUNCTION scheduling.tell_hold(hold scheduling.appointment, is_held boolean) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  days date[] := scheduling.touched_days(hold.doctor_id, hold.during);
BEGIN
  RETURN scheduling.tell('scheduling.hold-changed', jsonb_strip_nulls(jsonb_build_object(
    'holdId', hold.id, 'doctorId', hold.doctor_id, 'patientId', hold.patient_id, 'held', is_held,
    'days', scheduling.move_on(array_fill(hold.doctor_id, ARRAY[cardinality(days)]), days))));
END $$;

-- An appointment as it was when it was booked.
CREATE FUNCTION scheduling.as_booked(booked_id uuid) RETURNS jsonb
  LANGUAGE sql STABLE AS $$
  SELECT d.document || jsonb_build_object(
           'doctorId', c.doctor_id, 'start', c.starts_at, 'end', c.ends_at, 'status', c.status, 'version', c.version,
           'doctorName', trim(o.title || ' ' || o.given_name || ' ' || o.family_name),
           'departmentName', g.name, 'room', o.room)
    FROM scheduling.appointment_details d
    JOIN scheduling.appointment_change c ON c.appointment_id = d.id AND c.version = 1
    JOIN directory.doctor o ON o.id = c.doctor_id
    JOIN directory.department g ON g.id = o.department_id
   WHERE d.id = booked_id
$$;

-- Books a visit. Outcomes:
--   BOOKED        done
--   REPEATED      this request was booked before; the appointment is returned as it was then, nothing is told
--   KEY_REUSED    the key belongs to another request
--   STALE_RULES   the rules the slot was computed from have changed (or the doctor has left)
--   SLOT_TAKEN    the doctor is occupied
--   SLOT_HELD     the time is kept for somebody else
--   PATIENT_BUSY  the patient is occupied
--   OFFER_GONE    the time was to be booked because it is kept for the patient, by this hold, but it is no longer
-- Fails with foreign_key_violation for an unknown patient, and no_data_found for a removed one.
CREATE FUNCTION scheduling.book(
  new_id uuid, actor uuid, patient uuid, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, visit_reason text, request_key text, request_fingerprint text, at timestamptz,
  accepted uuid, OUT outcome text, OUT told jsonb, OUT appointment jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  doctors uuid[] := array_fill(doctor, ARRAY[cardinality(days)]);
  wanted tstzrange := tstzrange(starts, free_again);
  booked scheduling.appointment;
  earlier scheduling.booking_request;
  offers uuid[];
BEGIN
  PERFORM scheduling.lock_days(doctors, days);

  IF request_key IS NOT NULL THEN
    SELECT * INTO earlier FROM scheduling.booking_request r WHERE r.actor_id = actor AND r.key = request_key;
    IF FOUND THEN
      outcome := CASE WHEN earlier.fingerprint = request_fingerprint THEN 'REPEATED' ELSE 'KEY_REUSED' END;
      appointment := scheduling.as_booked(earlier.appointment_id);
      RETURN;
    END IF;
  END IF;

  IF rules IS DISTINCT FROM scheduling.rules_version(doctor) THEN
    outcome := 'STALE_RULES';
    RETURN;
  END IF;

  IF accepted IS NOT NULL AND NOT EXISTS (
    SELECT FROM scheduling.appointment a
     WHERE a.id = accepted AND a.status = 'HELD' AND a.patient_id = patient AND a.expires_at > at) THEN
    outcome := 'OFFER_GONE';
    RETURN;
  END IF;

  -- Twice at most: after what gives way has gone.
  FOR attempt IN 1 .. 2 LOOP
    INSERT INTO scheduling.appointment
      (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since, reason)
    VALUES (new_id, doctor, patient, starts, ends, wanted, 'BOOKED', at, visit_reason)
    ON CONFLICT DO NOTHING
    RETURNING * INTO booked;
    EXIT WHEN booked.id IS NOT NULL;
    IF attempt = 2 THEN
      -- Only a booking that this one had to wait for can be in the way now: the patient's with another doctor.
      RAISE exclusion_violation USING CONSTRAINT = 'patient_never_double_booked';
    END IF;
    outcome := scheduling.obstacle(new_id, actor, patient, patient, doctor, wanted, days, at);
    IF outcome IS NOT NULL THEN
      RETURN;
    END IF;
    offers := scheduling.make_way(actor, patient, doctor, wanted, days, at);
  END LOOP;

  -- The foreign key has waited for whoever was removing the patient; now it shows whether they did.
  PERFORM FROM patients.patient p WHERE p.id = patient AND p.deleted_at IS NULL;
  IF NOT FOUND THEN
    RAISE no_data_found;
  END IF;

  outcome := 'BOOKED';
  told := scheduling.record_change(booked, 'BOOKED', actor, '', doctors, days)
    || scheduling.accept_offers(offers, new_id);
  appointment := (SELECT d.document FROM scheduling.appointment_details d WHERE d.id = new_id);
  IF request_key IS NOT NULL THEN
    INSERT INTO scheduling.booking_request (actor_id, key, fingerprint, appointment_id)
    VALUES (actor, request_key, request_fingerprint, new_id);
  END IF;
END $$;

-- Moves an appointment or changes its status. Doctors and days are all those it leaves or enters, in order.
-- A null status, doctor or time stays as it is; a null rules version is not checked. Outcomes: CHANGED, STALE_VERSION,
-- STALE_RULES, SLOT_TAKEN, SLOT_HELD, PATIENT_BUSY. A time it leaves is offered to the waitlist if rules are named that
-- offer it still.
CREATE FUNCTION scheduling.change(
  changed_id uuid, expected_version integer, actor uuid, change_kind text, change_note text,
  doctors uuid[], days date[], new_status text,
  new_doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz, rules bigint, at timestamptz,
  still_offered bigint, OUT outcome text, OUT told jsonb, OUT appointment jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  previous scheduling.appointment;
  current scheduling.appointment;
  offers uuid[];
BEGIN
  PERFORM scheduling.lock_days(doctors, days);
  IF starts IS NOT NULL THEN
    IF rules IS DISTINCT FROM scheduling.rules_version(new_doctor) THEN
      outcome := 'STALE_RULES';
      RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(scheduling.lock_key(a.patient_id::text))
       FROM scheduling.appointment a WHERE a.id = changed_id;
  END IF;

  SELECT * INTO previous FROM scheduling.appointment a
   WHERE a.id = changed_id AND a.version = expected_version AND a.status <> 'HELD' FOR UPDATE;
  IF NOT FOUND THEN
    outcome := 'STALE_VERSION';
    RETURN;
  END IF;

  IF starts IS NOT NULL THEN
    outcome := scheduling.obstacle(
      changed_id, actor, previous.patient_id, previous.patient_id, new_doctor, tstzrange(starts, free_again), days, at);
    IF outcome IS NOT NULL THEN
      RETURN;
    END IF;
    offers := scheduling.make_way(actor, previous.patient_id, new_doctor, tstzrange(starts, free_again), days, at);
  END IF;

  UPDATE scheduling.appointment a
     SET doctor_id = coalesce(new_doctor, a.doctor_id),
         starts_at = coalesce(starts, a.starts_at),
         ends_at = coalesce(ends, a.ends_at),
         during = CASE WHEN starts IS NULL THEN a.during ELSE tstzrange(starts, free_again) END,
         status = coalesce(new_status, a.status),
         status_since = CASE WHEN new_status IS NULL THEN a.status_since ELSE at END,
         version = a.version + 1
   WHERE a.id = changed_id
  RETURNING * INTO current;
  outcome := 'CHANGED';
  told := scheduling.record_change(current, change_kind, actor, change_note, doctors, days)
    || scheduling.accept_offers(offers, changed_id)
    || scheduling.offer_to_next(previous.doctor_id, previous.starts_at, previous.ends_at, upper(previous.during),
                                still_offered, at);
  appointment := (SELECT d.document FROM scheduling.appointment_details d WHERE d.id = changed_id);
END $$;

-- Holds a time for a user, of whom it takes at most so many holds. Outcomes:
--   HELD            done, or held before: the hold is then returned as it is, nothing is told
--   TOO_MANY_HOLDS  the user holds too many times already
-- and STALE_RULES, SLOT_TAKEN, SLOT_HELD, PATIENT_BUSY as in booking. Fails as booking does for a patient who is none.
CREATE FUNCTION scheduling.hold(
  new_id uuid, holder uuid, patient uuid, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, most integer, at timestamptz, until timestamptz,
  OUT outcome text, OUT told jsonb, OUT hold scheduling.appointment)
LANGUAGE plpgsql AS $$
DECLARE
  wanted tstzrange := tstzrange(starts, free_again);
BEGIN
  PERFORM scheduling.lock_days(array_fill(doctor, ARRAY[cardinality(days)]), days);
  IF rules IS DISTINCT FROM scheduling.rules_version(doctor) THEN
    outcome := 'STALE_RULES';
    RETURN;
  END IF;

  outcome := 'HELD';
  SELECT a.* INTO hold FROM scheduling.appointment a
   WHERE a.doctor_id = doctor AND a.status = 'HELD' AND a.starts_at = starts AND a.during = wanted
     AND a.expires_at > at AND coalesce(a.held_by = holder, a.patient_id = patient);
  IF FOUND THEN
    RETURN;
  END IF;

  outcome := scheduling.obstacle(new_id, holder, patient, NULL, doctor, wanted, days, at);
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('holds of ' || holder));
  IF most <= (SELECT count(*) FROM scheduling.appointment a
               WHERE a.status = 'HELD' AND a.held_by = holder AND a.expires_at > at
                 AND NOT (a.doctor_id = doctor AND a.during && wanted)) THEN
    outcome := 'TOO_MANY_HOLDS';
    RETURN;
  END IF;

  PERFORM scheduling.make_way(holder, NULL, doctor, wanted, days, at);
  INSERT INTO scheduling.appointment
    (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since, expires_at, held_by, offered_rules)
  VALUES (new_id, doctor, patient, starts, ends, wanted, 'HELD', at, until, holder, rules)
  RETURNING * INTO hold;
  IF patient IS NOT NULL THEN
    PERFORM FROM patients.patient p WHERE p.id = patient AND p.deleted_at IS NULL;
    IF NOT FOUND THEN
      RAISE no_data_found;
    END IF;
  END IF;
  outcome := 'HELD';
  told := scheduling.tell_hold(hold, true);
END $$;

-- Offers a time that a hold has left, on days that are locked, to the next in line, and tells that the hold is gone.
CREATE FUNCTION scheduling.freed(gone scheduling.appointment, at timestamptz) RETURNS jsonb
  LANGUAGE plpgsql AS $$
BEGIN
  RETURN scheduling.offer_to_next(gone.doctor_id, gone.starts_at, gone.ends_at, upper(gone.during), gone.offered_rules, at)
    || scheduling.tell_hold(gone, false);
END $$;

-- Frees those of some holds that a user holds, that a live socket keeps, or that have expired at an instant: whichever
-- of the three is not null. Returns what it tells, or null if nothing was freed.
CREATE FUNCTION scheduling.free(holds uuid[], holder uuid, socket uuid, expired timestamptz, at timestamptz)
RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  told jsonb;
  gone scheduling.appointment;
BEGIN
  PERFORM scheduling.lock_touched(array_agg(a.doctor_id), array_agg(a.during))
     FROM scheduling.appointment a WHERE a.id = ANY (holds) AND a.status = 'HELD'
   HAVING count(*) > 0;
  FOR gone IN
    DELETE FROM scheduling.appointment a
     WHERE a.id = ANY (holds) AND a.status = 'HELD'
       AND (a.held_by = holder OR a.kept_by = socket OR a.expires_at <= expired)
    RETURNING a.*
  LOOP
    told := coalesce(told, '[]')
      || CASE WHEN gone.held_by IS NULL THEN scheduling.close_offer(gone.id, 'EXPIRED', NULL) ELSE '[]' END
      || scheduling.freed(gone, at);
  END LOOP;
  RETURN told;
END $$;

-- Frees holds that have expired, the longest expired first, unless another node is about to. Returns what it tells.
CREATE FUNCTION scheduling.free_expired(at timestamptz, most integer) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  expired uuid[] := ARRAY(SELECT a.id FROM scheduling.appointment a
                           WHERE a.status = 'HELD' AND a.expires_at <= at ORDER BY a.expires_at LIMIT most);
BEGIN
  IF cardinality(expired) > 0 AND pg_try_advisory_xact_lock(scheduling.lock_key('expired holds')) THEN
    RETURN scheduling.free(expired, NULL, NULL, at, at);
  END IF;
  RETURN NULL;
END $$;
