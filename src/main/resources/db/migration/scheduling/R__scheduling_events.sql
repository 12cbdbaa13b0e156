-- Appends an event to the outbox and returns it, as a list of one. Its time is that of writing, just before commit.
CREATE OR REPLACE FUNCTION scheduling.tell(event_type text, fact jsonb) RETURNS jsonb
  LANGUAGE sql AS $$
  INSERT INTO platform.outbox (type, payload) VALUES (event_type, fact || jsonb_build_object('at', clock_timestamp()))
  RETURNING jsonb_build_array(jsonb_build_object('type', type, 'payload', payload))
$$;

-- Increments the days' versions, writes the history and the event, requests the mail; returns the event.
-- A note is in clear or sealed.
DROP FUNCTION IF EXISTS scheduling.record_change(scheduling.appointment, text, uuid, text, uuid[], date[]);
DROP FUNCTION IF EXISTS scheduling.record_change(scheduling.appointment, text, uuid, text, uuid[], date[], integer);
CREATE OR REPLACE FUNCTION scheduling.record_change(
  changed scheduling.appointment, change_kind text, actor uuid, change_note text, doctors uuid[], days date[],
  mail_delay integer DEFAULT 0, note_sealed bytea DEFAULT NULL, note_sealed_for uuid DEFAULT NULL)
RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO scheduling.appointment_change
    (appointment_id, version, actor_id, kind, doctor_id, starts_at, ends_at, status, note, sealed, sealed_for)
  VALUES (changed.id, changed.version, actor, change_kind, changed.doctor_id, changed.starts_at, changed.ends_at,
          changed.status, change_note, note_sealed, note_sealed_for);
  PERFORM scheduling.request_change_mail(changed, change_kind, mail_delay);
  RETURN scheduling.tell('scheduling.appointment-changed', jsonb_build_object(
    'appointmentId', changed.id, 'patientId', changed.patient_id, 'doctorId', changed.doctor_id,
    'kind', change_kind, 'status', changed.status, 'start', changed.starts_at, 'end', changed.ends_at,
    'version', changed.version, 'days', scheduling.move_on(doctors, days),
    'representativeIds', patients.representatives(changed.patient_id, now())));
END $$;

-- Increments the versions of a hold's days and writes the event of its creation or end.
CREATE OR REPLACE FUNCTION scheduling.tell_hold(hold scheduling.appointment, is_held boolean) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  days date[] := scheduling.touched_days(hold.doctor_id, hold.during);
BEGIN
  RETURN scheduling.tell('scheduling.hold-changed', jsonb_strip_nulls(jsonb_build_object(
    'holdId', hold.id, 'doctorId', hold.doctor_id, 'patientId', hold.patient_id, 'held', is_held,
    'days', scheduling.move_on(array_fill(hold.doctor_id, ARRAY[cardinality(days)]), days))));
END $$;

CREATE OR REPLACE FUNCTION scheduling.tell_entry(entry scheduling.waitlist_entry) RETURNS jsonb
  LANGUAGE sql AS $$
  SELECT scheduling.tell('scheduling.waitlist-changed', jsonb_build_object(
    'entryId', entry.id, 'patientId', entry.patient_id, 'status', entry.status, 'version', entry.version,
    'representativeIds', patients.representatives(entry.patient_id, now())))
$$;
