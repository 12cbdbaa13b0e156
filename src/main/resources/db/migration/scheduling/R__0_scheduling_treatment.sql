-- How a doctor's encounter changes the state of its visit, in the transaction of the caller, who has changed nothing before.
-- They do what a change of the status by staff does: history, event, versions of the days, ticket.

-- Changes the status of a visit, if it is another one; nobody changes it again before the transaction has ended. Outcomes:
-- CHANGED, UNCHANGED and STALE_VERSION, after which the transaction is to be repeated.
CREATE OR REPLACE FUNCTION scheduling.advance_visit(
  visit uuid, new_status text, actor uuid, at timestamptz, OUT outcome text, OUT told jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  current scheduling.appointment;
  days date[];
  doctors uuid[];
BEGIN
  SELECT * INTO STRICT current FROM scheduling.appointment a WHERE a.id = visit;
  told := '[]';
  IF current.status = new_status THEN
    PERFORM FROM scheduling.appointment a WHERE a.id = visit AND a.status = new_status FOR SHARE;
    outcome := CASE WHEN FOUND THEN 'UNCHANGED' ELSE 'STALE_VERSION' END;
    RETURN;
  END IF;
  days := scheduling.touched_days(current.doctor_id, current.during);
  doctors := array_fill(current.doctor_id, ARRAY[cardinality(days)]);
  PERFORM scheduling.lock_days(doctors, days);
  IF current.status = 'CHECKED_IN' AND new_status = 'IN_CONSULTATION' THEN
    told := coalesce((SELECT called.told
                        FROM scheduling.clinic c,
                             scheduling.call_ticket(visit, (at AT TIME ZONE c.zone)::date, at) AS called), '[]');
  END IF;
  SELECT c.outcome, advance_visit.told || coalesce(c.told, '[]') INTO outcome, told
    FROM scheduling.change(visit, current.version, actor, 'STATUS_CHANGED', '', doctors, days, new_status,
                           NULL, NULL, NULL, NULL, NULL, at, NULL) AS c;
END $$;

-- Begins the treatment of a visit: calls the patient. One that is over stays so. Outcomes as above, and NOT_OPEN for a visit that
-- was cancelled or missed, or whose day has not come.
CREATE OR REPLACE FUNCTION scheduling.begin_visit(
  visit uuid, actor uuid, at timestamptz, OUT outcome text, OUT told jsonb) LANGUAGE plpgsql AS $$
DECLARE
  current scheduling.appointment;
BEGIN
  SELECT * INTO STRICT current FROM scheduling.appointment a WHERE a.id = visit;
  told := '[]';
  IF NOT current.status = ANY (scheduling.taking_place_statuses())
     OR (SELECT (current.starts_at AT TIME ZONE c.zone)::date > (at AT TIME ZONE c.zone)::date FROM scheduling.clinic c) THEN
    outcome := 'NOT_OPEN';
  ELSIF current.status = 'COMPLETED' THEN
    outcome := 'UNCHANGED';
  ELSE
    SELECT a.outcome, a.told INTO outcome, told FROM scheduling.advance_visit(visit, 'IN_CONSULTATION', actor, at) AS a;
  END IF;
END $$;

-- Completes the visit whose encounter is signed. Outcomes as above; NOT_OPEN for one that was cancelled or missed.
CREATE OR REPLACE FUNCTION scheduling.complete_visit(
  visit uuid, actor uuid, at timestamptz, OUT outcome text, OUT told jsonb) LANGUAGE plpgsql AS $$
BEGIN
  told := '[]';
  IF EXISTS (SELECT FROM scheduling.appointment a
              WHERE a.id = visit AND NOT a.status = ANY (scheduling.taking_place_statuses())) THEN
    outcome := 'NOT_OPEN';
  ELSE
    SELECT a.outcome, a.told INTO outcome, told FROM scheduling.advance_visit(visit, 'COMPLETED', actor, at) AS a;
  END IF;
END $$;
