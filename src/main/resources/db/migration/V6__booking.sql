-- Booking and changing an appointment: each one call, one transaction, one round trip.
--
-- Locks are advisory, so that a request that loses writes nothing, and are always taken in the same order, so that
-- no two requests can wait for each other: the clinic's rules and the doctors' rules (shared; exclusive for whoever
-- changes them), then doctor-days in order of doctor and day, then the patient.
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

-- Who is in the way of a visit: the doctor's other visits first, then the patient's. Null if nobody is.
CREATE FUNCTION scheduling.obstacle(self uuid, doctor uuid, patient uuid, wanted tstzrange) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM scheduling.appointment
                  WHERE doctor_id = doctor AND during && wanted AND id <> self
                    AND status NOT IN ('CANCELLED', 'NO_SHOW')) THEN 'SLOT_TAKEN'
    WHEN EXISTS (SELECT FROM scheduling.appointment
                  WHERE patient_id = patient AND during && wanted AND id <> self
                    AND status NOT IN ('CANCELLED', 'NO_SHOW')) THEN 'PATIENT_BUSY'
  END
$$;

-- Moves the days on by one version, writes the history and the event, and returns the event.
CREATE FUNCTION scheduling.record_change(
  changed scheduling.appointment, change_kind text, actor uuid, change_note text, doctors uuid[], days date[])
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  event jsonb;
BEGIN
  WITH moved AS (
    INSERT INTO scheduling.doctor_day AS d (doctor_id, day, version)
    SELECT k.doctor, k.day, 1 FROM unnest(doctors, days) AS k (doctor, day)
    ON CONFLICT (doctor_id, day) DO UPDATE SET version = d.version + 1
    RETURNING d.doctor_id, d.day, d.version)
  SELECT jsonb_build_object(
           'appointmentId', changed.id, 'patientId', changed.patient_id, 'doctorId', changed.doctor_id,
           'kind', change_kind, 'status', changed.status, 'start', changed.starts_at, 'end', changed.ends_at,
           'version', changed.version,
           'days', jsonb_agg(jsonb_build_object('doctorId', doctor_id, 'day', day, 'version', version)))
    INTO event FROM moved;
  INSERT INTO scheduling.appointment_change
    (appointment_id, version, actor_id, kind, doctor_id, starts_at, ends_at, status, note)
  VALUES (changed.id, changed.version, actor, change_kind, changed.doctor_id, changed.starts_at, changed.ends_at,
          changed.status, change_note);
  INSERT INTO platform.outbox (type, payload) VALUES ('scheduling.appointment-changed', event);
  RETURN event;
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
--   REPEATED      this request was booked before; the appointment is returned as it was then, the event is null
--   KEY_REUSED    the key belongs to another request
--   STALE_RULES   the rules the slot was computed from have changed (or the doctor has left)
--   SLOT_TAKEN    the doctor is occupied
--   PATIENT_BUSY  the patient is occupied
-- Fails with foreign_key_violation for an unknown patient, and no_data_found for a removed one.
CREATE FUNCTION scheduling.book(
  new_id uuid, actor uuid, patient uuid, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, visit_reason text, request_key text, request_fingerprint text,
  OUT outcome text, OUT event jsonb, OUT appointment jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  doctors uuid[] := array_fill(doctor, ARRAY[cardinality(days)]);
  booked scheduling.appointment;
  earlier scheduling.booking_request;
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

  INSERT INTO scheduling.appointment (id, doctor_id, patient_id, starts_at, ends_at, during, status, reason)
  VALUES (new_id, doctor, patient, starts, ends, tstzrange(starts, free_again), 'BOOKED', visit_reason)
  ON CONFLICT DO NOTHING
  RETURNING * INTO booked;
  IF booked.id IS NULL THEN
    outcome := coalesce(
      scheduling.obstacle(new_id, doctor, patient, tstzrange(starts, free_again)), 'SLOT_TAKEN');
    RETURN;
  END IF;

  -- The foreign key has waited for whoever was removing the patient; now it shows whether they did.
  PERFORM FROM patients.patient p WHERE p.id = patient AND p.deleted_at IS NULL;
  IF NOT FOUND THEN
    RAISE no_data_found;
  END IF;

  outcome := 'BOOKED';
  event := scheduling.record_change(booked, 'BOOKED', actor, '', doctors, days);
  appointment := (SELECT d.document FROM scheduling.appointment_details d WHERE d.id = new_id);
  IF request_key IS NOT NULL THEN
    INSERT INTO scheduling.booking_request (actor_id, key, fingerprint, appointment_id)
    VALUES (actor, request_key, request_fingerprint, new_id);
  END IF;
END $$;

-- Moves an appointment or changes its status. Doctors and days are all those it leaves or enters, in order.
-- A null status, doctor or time stays as it is; a null rules version is not checked. Outcomes: CHANGED, STALE_VERSION,
-- STALE_RULES, SLOT_TAKEN, PATIENT_BUSY.
CREATE FUNCTION scheduling.change(
  changed_id uuid, expected_version integer, actor uuid, change_kind text, change_note text,
  doctors uuid[], days date[], new_status text,
  new_doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz, rules bigint,
  OUT outcome text, OUT event jsonb, OUT appointment jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  current scheduling.appointment;
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

  SELECT * INTO current FROM scheduling.appointment a
   WHERE a.id = changed_id AND a.version = expected_version FOR UPDATE;
  IF NOT FOUND THEN
    outcome := 'STALE_VERSION';
    RETURN;
  END IF;

  IF starts IS NOT NULL THEN
    outcome := scheduling.obstacle(changed_id, new_doctor, current.patient_id, tstzrange(starts, free_again));
    IF outcome IS NOT NULL THEN
      RETURN;
    END IF;
  END IF;

  UPDATE scheduling.appointment a
     SET doctor_id = coalesce(new_doctor, a.doctor_id),
         starts_at = coalesce(starts, a.starts_at),
         ends_at = coalesce(ends, a.ends_at),
         during = CASE WHEN starts IS NULL THEN a.during ELSE tstzrange(starts, free_again) END,
         status = coalesce(new_status, a.status),
         version = a.version + 1
   WHERE a.id = changed_id
  RETURNING * INTO current;
  outcome := 'CHANGED';
  event := scheduling.record_change(current, change_kind, actor, change_note, doctors, days);
  appointment := (SELECT d.document FROM scheduling.appointment_details d WHERE d.id = changed_id);
END $$;
