-- The changes of encounters. Each returns the events that it has written; publish them after commit. The visit is changed
-- before the encounter, so that transactions take locks in one order.

-- Appends an event to the outbox and returns it, as a list of one. Its time is that of writing, just before commit.
CREATE OR REPLACE FUNCTION records.tell(event_type text, fact jsonb) RETURNS jsonb LANGUAGE sql AS $$
  INSERT INTO platform.outbox (type, payload) VALUES (event_type, fact || jsonb_build_object('at', clock_timestamp()))
  RETURNING jsonb_build_array(jsonb_build_object('type', type, 'payload', payload))
$$;

CREATE OR REPLACE FUNCTION records.tell_encounter(event_type text, changed records.encounter) RETURNS jsonb LANGUAGE sql AS $$
  SELECT records.tell(event_type, jsonb_strip_nulls(jsonb_build_object(
    'encounterId', changed.id, 'patientId', changed.patient_id, 'doctorId', changed.doctor_id,
    'appointmentId', changed.appointment_id, 'status', changed.status, 'version', changed.version)))
$$;

-- Opens the encounter of a visit, which begins, or one without a visit. Outcomes: OPENED, EXISTS with the id of the one that is
-- there, NOT_OPEN and STALE_VERSION as of scheduling.begin_visit.
CREATE OR REPLACE FUNCTION records.open_encounter(
  new_id uuid, visit uuid, patient uuid, doctor uuid, new_kind text, actor uuid, empty_note bytea, at timestamptz,
  OUT outcome text, OUT encounter_id uuid, OUT told jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  opened records.encounter;
BEGIN
  told := '[]';
  IF visit IS NOT NULL THEN
    SELECT b.outcome, b.told INTO outcome, told FROM scheduling.begin_visit(visit, actor, at) AS b;
    IF outcome NOT IN ('CHANGED', 'UNCHANGED') THEN
      RETURN;
    END IF;
  END IF;
  INSERT INTO records.encounter
    (id, patient_id, sealed_for, doctor_id, appointment_id, kind, starts_at, note, note_version, saved_at, saved_by)
  VALUES (new_id, patient, patient, doctor, visit, new_kind, at, empty_note, 1, at, actor)
  ON CONFLICT (appointment_id) WHERE status <> 'ENTERED_IN_ERROR' DO NOTHING
  RETURNING * INTO opened;
  IF FOUND THEN
    outcome := 'OPENED';
    encounter_id := new_id;
    told := told || records.tell_encounter('records.encounter-changed', opened);
  ELSE
    outcome := 'EXISTS';
    encounter_id := (SELECT e.id FROM records.encounter e
                      WHERE e.appointment_id = visit AND e.status <> 'ENTERED_IN_ERROR');
  END IF;
END $$;

-- Replaces the note of an encounter that is in progress; nothing is returned if it has another version or state. It goes on if the
-- same person saved it before in the same minute.
DROP FUNCTION IF EXISTS records.save_note(uuid, integer, uuid, bytea, timestamptz);
CREATE FUNCTION records.save_note(
  saved_id uuid, expected_version integer, actor uuid, sealed bytea, at timestamptz)
RETURNS TABLE (version integer, told jsonb, goes_on boolean) LANGUAGE sql AS $$
  WITH former AS (
    SELECT e.id, e.note_version > 1 AND e.saved_by = actor
                 AND date_trunc('minute', e.saved_at) = date_trunc('minute', at) AS goes_on
      FROM records.encounter e
     WHERE e.id = saved_id AND e.version = expected_version AND e.status = 'IN_PROGRESS' FOR UPDATE),
  saved AS (
    UPDATE records.encounter e
       SET note = sealed, note_version = e.version + 1, saved_at = at, saved_by = actor, version = e.version + 1
      FROM former f WHERE e.id = f.id
    RETURNING e.*)
  SELECT s.version, records.tell_encounter('records.encounter-changed', s::records.encounter), f.goes_on
    FROM saved s JOIN former f ON f.id = s.id
$$;

-- Signs an encounter: completes its visit and signs its prescriptions, all or nothing. Outcomes: SIGNED, STALE_VERSION,
-- VISIT_STALE, after which the transaction is to be repeated, and NOT_OPEN. The patient sees the note after the days that the clinic's
-- rule states, or at a later time that the doctor has chosen.
CREATE OR REPLACE FUNCTION records.sign_encounter(
  signed_id uuid, expected_version integer, actor uuid, released timestamptz, at timestamptz,
  OUT outcome text, OUT told jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  signed records.encounter;
  visit uuid := (SELECT e.appointment_id FROM records.encounter e WHERE e.id = signed_id);
BEGIN
  told := '[]';
  IF NOT EXISTS (SELECT FROM records.encounter e
                  WHERE e.id = signed_id AND e.version = expected_version AND e.status = 'IN_PROGRESS') THEN
    outcome := 'STALE_VERSION';
    RETURN;
  END IF;
  IF visit IS NOT NULL THEN
    SELECT c.outcome, c.told INTO outcome, told FROM scheduling.complete_visit(visit, actor, at) AS c;
    IF outcome NOT IN ('CHANGED', 'UNCHANGED') THEN
      outcome := CASE outcome WHEN 'STALE_VERSION' THEN 'VISIT_STALE' ELSE outcome END;
      RETURN;
    END IF;
  END IF;
  UPDATE records.encounter e
     SET status = 'FINISHED', signed_at = at, signed_by = actor, 
         released_at = greatest(released, at + make_interval(days => (SELECT r.release_days FROM patients.note_release r))),
         version = e.version + 1
   WHERE e.id = signed_id AND e.version = expected_version AND e.status = 'IN_PROGRESS'
  RETURNING * INTO signed;
  IF NOT FOUND THEN
    -- Saved or signed by another one while this one waited: the visit stays as it is.
    RAISE EXCEPTION 'encounter changed while it was signed' USING ERRCODE = 'serialization_failure';
  END IF;
  told := told || coalesce((
    SELECT jsonb_agg(jsonb_build_object('type', p.type, 'payload', p.payload))
      FROM prescriptions.sign_of_encounter(signed_id, actor, at) AS p), '[]');
  outcome := 'SIGNED';
  told := told || records.tell_encounter('records.encounter-changed', signed) || records.tell_encounter('records.encounter-signed', signed);
END $$;

-- Adds to a signed encounter, or strikes one out. Outcomes: ADDED, NOT_SIGNED, and TOO_MANY.
CREATE OR REPLACE FUNCTION records.add_entry(
  amended_id uuid, new_id uuid, new_kind text, sealed bytea, actor uuid, doctor uuid, most integer, at timestamptz,
  OUT outcome text, OUT told jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  amended records.encounter;
BEGIN
  told := '[]';
  SELECT * INTO STRICT amended FROM records.encounter e WHERE e.id = amended_id FOR UPDATE;
  IF amended.status = 'ENTERED_IN_ERROR' OR new_kind <> 'ENTERED_IN_ERROR' AND amended.status <> 'FINISHED' THEN
    outcome := 'NOT_SIGNED';
    RETURN;
  END IF;
  IF new_kind <> 'ENTERED_IN_ERROR' AND (SELECT count(*) >= most FROM records.encounter_entry n WHERE n.encounter_id = amended_id) THEN
    outcome := 'TOO_MANY';
    RETURN;
  END IF;
  INSERT INTO records.encounter_entry (id, encounter_id, kind, text, author_id, doctor_id, created_at)
  VALUES (new_id, amended_id, new_kind, sealed, actor, doctor, at);
  UPDATE records.encounter e
     SET status = CASE new_kind WHEN 'ENTERED_IN_ERROR' THEN new_kind ELSE e.status END, version = e.version + 1
   WHERE e.id = amended_id
  RETURNING * INTO amended;
  outcome := 'ADDED';
  told := records.tell_encounter('records.encounter-changed', amended);
  IF amended.signed_at IS NOT NULL THEN
    told := told || records.tell_encounter('records.encounter-signed', amended);
  END IF;
END $$;

-- Announces who has an encounter open to write; one who was not seen for a minute has left.
CREATE OR REPLACE FUNCTION records.keep_editing(
  edited_id uuid, editor uuid, account uuid, doctor uuid, is_leaving boolean, at timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  changed boolean;
BEGIN
  DELETE FROM records.encounter_editor e
   WHERE e.encounter_id = edited_id AND (e.id = editor AND is_leaving OR e.seen_at < at - interval '1 minute');
  changed := FOUND;
  IF NOT is_leaving THEN
    UPDATE records.encounter_editor e SET seen_at = at WHERE e.id = editor AND e.encounter_id = edited_id AND e.account_id = account;
    IF NOT FOUND THEN
      INSERT INTO records.encounter_editor (id, encounter_id, account_id, doctor_id, since, seen_at)
      VALUES (editor, edited_id, account, doctor, at, at) ON CONFLICT DO NOTHING;
      changed := true;
    END IF;
  END IF;
  IF NOT changed THEN
    RETURN '[]';
  END IF;
  RETURN records.tell('records.editors-changed', jsonb_build_object(
    'encounterId', edited_id, 'version', floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint));
END $$;
