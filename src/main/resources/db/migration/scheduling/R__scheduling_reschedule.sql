-- Moves an appointment or changes its status. Doctors and days are all those affected by either time, in order. A NULL
-- status, doctor or time is unchanged; a NULL rules version is not checked. Outcomes: CHANGED, STALE_VERSION,
-- STALE_RULES, SLOT_TAKEN, SLOT_HELD, PATIENT_BUSY. A vacated time is offered to the waitlist if the version of the
-- rules that still offer it is given.
CREATE OR REPLACE FUNCTION scheduling.change(
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
