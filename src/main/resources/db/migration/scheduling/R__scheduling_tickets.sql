-- The code of a day's nth ticket: a letter other than I, O, Q and S, and two digits.
CREATE OR REPLACE FUNCTION scheduling.ticket_code(number integer) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN hundred < 22 THEN '' ELSE substr(letters, (hundred / 22 - 1) % 22 + 1, 1) END
         || substr(letters, hundred % 22 + 1, 1) || lpad(((number - 1) % 99 + 1)::text, 2, '0')
    FROM (SELECT 'ABCDEFGHJKLMNPRTUVWXYZ' AS letters, (number - 1) / 99 AS hundred) AS parts
$$;

-- Gives a patient who has arrived a ticket, in the transaction of the check-in, whose last lock it takes. Who waits
-- again on the same day keeps theirs.
CREATE OR REPLACE FUNCTION scheduling.issue_ticket(arrived scheduling.appointment) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  today date := (SELECT (arrived.status_since AT TIME ZONE p.zone)::date FROM scheduling.policy p);
  next integer;
BEGIN
  UPDATE scheduling.ticket t SET called_at = NULL WHERE t.appointment_id = arrived.id AND t.day = today;
  IF FOUND THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('tickets of ' || today));
  DELETE FROM scheduling.ticket t WHERE t.appointment_id = arrived.id;
  SELECT coalesce(max(t.number), 0) + 1 INTO next FROM scheduling.ticket t WHERE t.day = today;
  INSERT INTO scheduling.ticket (appointment_id, day, number, code)
  VALUES (arrived.id, today, next, scheduling.ticket_code(next));
END $$;

-- Calls a patient who waits on a day, once more if need be. Outcomes: CALLED, and NOT_WAITING.
CREATE OR REPLACE FUNCTION scheduling.call_ticket(
  called_id uuid, today date, at timestamptz, OUT outcome text, OUT told jsonb) LANGUAGE plpgsql AS $$
DECLARE
  waiting scheduling.appointment;
  ticket scheduling.ticket;
BEGIN
  SELECT a.* INTO waiting FROM scheduling.appointment a
   WHERE a.id = called_id AND a.status = 'CHECKED_IN' FOR SHARE;
  UPDATE scheduling.ticket t SET called_at = at, calls = t.calls + 1
   WHERE t.appointment_id = waiting.id AND t.day = today
  RETURNING * INTO ticket;
  IF ticket.appointment_id IS NULL THEN
    outcome := 'NOT_WAITING';
    RETURN;
  END IF;
  outcome := 'CALLED';
  told := scheduling.tell('scheduling.patient-called', jsonb_build_object(
    'appointmentId', waiting.id, 'doctorId', waiting.doctor_id, 'version', ticket.calls));
END $$;
