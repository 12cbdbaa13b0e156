-- Why a visit cannot be moved beside the regular visit or hold at a time; NULL if it can. That the patient is occupied is
-- found by the constraint.
CREATE OR REPLACE FUNCTION scheduling.overbooked_move_obstacle(
  moved scheduling.appointment, holder uuid, doctor uuid, wanted tstzrange, days date[], at timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN scheduling.obstacle(moved.id, holder, NULL, moved.patient_id, doctor, wanted, days, at) IS NULL THEN 'SLOT_FREE'
    WHEN scheduling.is_overbooked(doctor, lower(wanted), moved.id)
      OR EXISTS (SELECT FROM scheduling.appointment a
                  WHERE a.doctor_id = doctor AND a.during && wanted AND a.lane = 'OVERBOOKED' AND a.id <> moved.id
                    AND scheduling.takes_doctor_time(a.status)) THEN 'LANE_FULL' END
$$;

-- Moves an appointment or changes its status. Doctors and days are all those affected by either time, in order. A NULL
-- status, doctor or time is unchanged; a NULL rules version is not checked. Outcomes: CHANGED, STALE_VERSION,
-- STALE_RULES, SLOT_TAKEN, SLOT_HELD, PATIENT_BUSY; to the lane OVERBOOKED also SLOT_FREE and LANE_FULL. A vacated time is
-- offered to the waitlist if the version of the rules that still offer it is given. Who has arrived gets a
-- ticket. The mail waits mail_delay seconds. A visit whose note is signed stays completed: a request to take that back has
-- read it before the signature, and so gets STALE_VERSION.
DROP FUNCTION IF EXISTS scheduling.change(
  uuid, integer, uuid, text, text, uuid[], date[], text, uuid, timestamptz, timestamptz, timestamptz, bigint,
  timestamptz, bigint);
DROP FUNCTION IF EXISTS scheduling.change(
  uuid, integer, uuid, text, text, uuid[], date[], text, uuid, timestamptz, timestamptz, timestamptz, bigint,
  timestamptz, bigint, text, integer);
CREATE OR REPLACE FUNCTION scheduling.change(
  changed_id uuid, expected_version integer, actor uuid, change_kind text, change_note text,
  doctors uuid[], days date[], new_status text,
  new_doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz, rules bigint, at timestamptz,
  still_offered bigint, new_lane text DEFAULT 'REGULAR', mail_delay integer DEFAULT 0,
  note_sealed bytea DEFAULT NULL, note_sealed_for uuid DEFAULT NULL,
  OUT outcome text, OUT told jsonb, OUT appointment jsonb)
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
  IF previous.status = 'COMPLETED' AND new_status <> 'COMPLETED'
     AND EXISTS (SELECT FROM records.signed_visit s WHERE s.appointment_id = changed_id) THEN
    outcome := 'STALE_VERSION';
    RETURN;
  END IF;

  IF starts IS NOT NULL THEN
    outcome := CASE new_lane
      WHEN 'REGULAR' THEN scheduling.obstacle(
        changed_id, actor, previous.patient_id, previous.patient_id, new_doctor, tstzrange(starts, free_again), days, at)
      ELSE scheduling.overbooked_move_obstacle(
        previous, actor, new_doctor, tstzrange(starts, free_again), days, at) END;
    IF outcome IS NOT NULL THEN
      RETURN;
    END IF;
    IF new_lane = 'REGULAR' THEN
      offers := scheduling.make_way(actor, previous.patient_id, new_doctor, tstzrange(starts, free_again), days, at);
    END IF;
  END IF;

  UPDATE scheduling.appointment a
     SET doctor_id = coalesce(new_doctor, a.doctor_id),
         starts_at = coalesce(starts, a.starts_at),
         ends_at = coalesce(ends, a.ends_at),
         lane = CASE WHEN starts IS NULL THEN a.lane ELSE new_lane END,
         during = CASE WHEN starts IS NULL THEN a.during ELSE tstzrange(starts, free_again) END,
         status = coalesce(new_status, a.status),
         status_since = CASE WHEN new_status IS NULL THEN a.status_since ELSE at END,
         version = a.version + 1
   WHERE a.id = changed_id
  RETURNING * INTO current;
  outcome := 'CHANGED';
  told := scheduling.record_change(current, change_kind, actor, change_note, doctors, days, mail_delay, note_sealed,
                                    note_sealed_for)
    || scheduling.accept_offers(offers, changed_id)
    || scheduling.offer_to_next(previous.doctor_id, previous.starts_at, previous.ends_at, upper(previous.during),
                                CASE WHEN previous.lane = 'REGULAR' THEN still_offered END, at);
  IF current.status = 'CHECKED_IN' THEN
    PERFORM scheduling.issue_ticket(current);
  END IF;
  appointment := (SELECT d.document FROM scheduling.appointment_details d WHERE d.id = changed_id);
END $$;
