-- Books a visit. Outcomes:
--   BOOKED        success
--   REPEATED      the request was booked before; returns the appointment as it was then, without events
--   KEY_REUSED    the idempotency key belongs to another request
--   STALE_RULES   the rules from which the slot was computed have changed, or the calendar is closed
--   SLOT_TAKEN    the doctor is occupied
--   SLOT_HELD     the time is held for another user or patient
--   PATIENT_BUSY  the patient is occupied
--   OFFER_GONE    the time was to be booked by an offer (a hold for the patient) that is no longer open. An offer of a type of
--                 visits is booked as such, whether or not the type is stated
--   LANE_FULL    of the lane OVERBOOKED: another overbooked visit is at this time
-- visit_type and visit_answers are those of scheduling.visit_type, or NULL and none.
-- visit_sealed has visit_reason and visit_answers, which are then empty, sealed for the patient; note_sealed is booking_note likewise.
-- A repeated request has the fingerprint, or one of other_fingerprints, which are those that other keys and releases give it.
-- booking_doctor is the doctor if they book in their own calendar, else NULL. booking_note is written to the history.
-- Fails with foreign_key_violation for an unknown patient, and no_data_found for a removed one.
DROP FUNCTION IF EXISTS scheduling.book(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid);
DROP FUNCTION IF EXISTS scheduling.book(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid, uuid);
DROP FUNCTION IF EXISTS scheduling.book(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid, uuid,
  text, text);
DROP FUNCTION IF EXISTS scheduling.book(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid, uuid,
  text, text, uuid, jsonb);
CREATE OR REPLACE FUNCTION scheduling.book(
  new_id uuid, actor uuid, patient uuid, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, visit_reason text, request_key text, request_fingerprint text, at timestamptz,
  accepted uuid, booking_doctor uuid DEFAULT NULL, booking_lane text DEFAULT 'REGULAR', booking_note text DEFAULT '',
  visit_type uuid DEFAULT NULL, visit_answers jsonb DEFAULT '[]',
  other_fingerprints text[] DEFAULT '{}', visit_sealed bytea DEFAULT NULL, note_sealed bytea DEFAULT NULL,
  OUT outcome text, OUT told jsonb, OUT appointment jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  doctors uuid[] := array_fill(doctor, ARRAY[cardinality(days)]);
  wanted tstzrange := tstzrange(starts, free_again);
  booked scheduling.appointment;
  kept scheduling.appointment;
  earlier scheduling.booking_request;
  offers uuid[];
BEGIN
  PERFORM scheduling.lock_days(doctors, days);

  IF request_key IS NOT NULL THEN
    SELECT * INTO earlier FROM scheduling.booking_request r WHERE r.actor_id = actor AND r.key = request_key;
    IF FOUND THEN
      outcome := CASE WHEN earlier.fingerprint = ANY (other_fingerprints || request_fingerprint)
                      THEN 'REPEATED' ELSE 'KEY_REUSED' END;
      appointment := scheduling.as_booked(earlier.appointment_id);
      RETURN;
    END IF;
  END IF;

  IF rules IS DISTINCT FROM scheduling.rules_version(doctor) THEN
    outcome := 'STALE_RULES';
    RETURN;
  END IF;

  IF accepted IS NOT NULL THEN
    SELECT a.* INTO kept FROM scheduling.appointment a
     WHERE a.id = accepted AND a.status = 'HELD' AND a.patient_id = patient AND a.expires_at > at;
    IF NOT FOUND THEN
      outcome := 'OFFER_GONE';
      RETURN;
    END IF;
    IF visit_type IS NULL AND kept.visit_type_id IS NOT NULL THEN
      -- By a node of a former release, which does not know of the type.
      visit_type := kept.visit_type_id;
      ends := kept.ends_at;
      wanted := kept.during;
    END IF;
  END IF;

  -- At most twice: again after the holds that give way are deleted.
  FOR attempt IN 1 .. 2 LOOP
    INSERT INTO scheduling.appointment
      (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since, reason, booked_by_doctor, lane,
       visit_type_id, answers, sealed, sealed_for)
    VALUES (new_id, doctor, patient, starts, ends, wanted, 'BOOKED', at, visit_reason, booking_doctor,
            booking_lane, visit_type, visit_answers, visit_sealed, CASE WHEN visit_sealed IS NOT NULL THEN patient END)
    ON CONFLICT DO NOTHING
    RETURNING * INTO booked;
    EXIT WHEN booked.id IS NOT NULL;
    IF attempt = 2 THEN
      -- Only a booking that this one waited for can conflict now: the patient's with another doctor.
      RAISE exclusion_violation USING CONSTRAINT = 'patient_never_double_booked';
    END IF;
    outcome := CASE booking_lane
      WHEN 'REGULAR' THEN scheduling.obstacle(new_id, actor, patient, patient, doctor, wanted, days, at)
      ELSE scheduling.overbooking_obstacle(doctor, wanted) END;
    IF outcome IS NOT NULL THEN
      RETURN;
    END IF;
    offers := scheduling.make_way(actor, patient, doctor, wanted, days, at);
  END LOOP;

  -- The foreign key has waited for a transaction that removes the patient; now its result is visible.
  PERFORM FROM patients.contact p WHERE p.id = patient AND p.active;
  IF NOT FOUND THEN
    RAISE no_data_found;
  END IF;

  outcome := 'BOOKED';
  told := scheduling.record_change(booked, 'BOOKED', actor, booking_note, doctors, days, 0, note_sealed,
                                    CASE WHEN note_sealed IS NOT NULL THEN patient END)
    || scheduling.accept_offers(offers, new_id);
  appointment := (SELECT d.document FROM scheduling.appointment_details d WHERE d.id = new_id);
  IF request_key IS NOT NULL THEN
    INSERT INTO scheduling.booking_request (actor_id, key, fingerprint, appointment_id)
    VALUES (actor, request_key, request_fingerprint, new_id);
  END IF;
END $$;
