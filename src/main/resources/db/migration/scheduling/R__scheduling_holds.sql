-- Holds a slot for a user, up to a maximum number of holds. Outcomes:
--   HELD            success, or held before: the hold is then returned unchanged, without events
--   TOO_MANY_HOLDS  the user has reached the maximum
-- and STALE_RULES, SLOT_TAKEN, SLOT_HELD, PATIENT_BUSY as in booking. Fails as booking does for an unknown patient.
CREATE OR REPLACE FUNCTION scheduling.hold(
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
    PERFORM FROM patients.contact p WHERE p.id = patient AND p.active;
    IF NOT FOUND THEN
      RAISE no_data_found;
    END IF;
  END IF;
  outcome := 'HELD';
  told := scheduling.tell_hold(hold, true);
END $$;

-- Holds a slot as scheduling.hold does, for a patient who holds it themselves: holds of theirs that expired unused in the
-- last ten minutes count against the maximum.
CREATE OR REPLACE FUNCTION scheduling.hold_own(
  new_id uuid, holder uuid, patient uuid, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, most integer, at timestamptz, until timestamptz,
  OUT outcome text, OUT told jsonb, OUT hold scheduling.appointment)
LANGUAGE sql AS $$
  SELECT h.outcome, h.told, h.hold
    FROM (SELECT count(*)::integer AS holds FROM scheduling.unused_hold u
           WHERE u.held_by = holder AND u.expired_at > at - interval '10 minutes') AS unused,
         LATERAL scheduling.hold(new_id, holder, patient, doctor, starts, ends, free_again, days, rules,
                                 most - unused.holds, at, until) AS h
$$;

-- Releases those of the given holds of a user, those bound to a live socket, or those expired at an instant: whichever
-- of the three parameters is not NULL. Returns the events, or NULL if no hold was released.
CREATE OR REPLACE FUNCTION scheduling.free(holds uuid[], holder uuid, socket uuid, expired timestamptz, at timestamptz)
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
    INSERT INTO scheduling.unused_hold (hold_id, held_by, expired_at)
    SELECT gone.id, gone.held_by, gone.expires_at WHERE gone.held_by IS NOT NULL AND gone.expires_at <= expired;
    DELETE FROM scheduling.visitor_hold v
     WHERE v.hold_id = gone.id AND (expired IS NULL OR gone.expires_at > expired);
    told := coalesce(told, '[]')
      || CASE WHEN gone.held_by IS NULL THEN scheduling.close_offer(gone.id, 'EXPIRED', NULL) ELSE '[]' END
      || scheduling.freed(gone, at);
  END LOOP;
  RETURN told;
END $$;

-- Releases expired holds, on locked days, one by one, each in a subtransaction, and records those that fail. Ends after five seconds: a
-- release that fails may have waited for a lock.
CREATE OR REPLACE FUNCTION scheduling.free_each(holds uuid[], at timestamptz) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  began timestamptz := clock_timestamp();
  told jsonb;
  expired uuid;
BEGIN
  FOREACH expired IN ARRAY holds LOOP
    EXIT WHEN clock_timestamp() > began + interval '5 seconds';
    BEGIN
      told := coalesce(told, '[]') || coalesce(scheduling.free(ARRAY[expired], NULL, NULL, at, at), '[]');
    EXCEPTION WHEN OTHERS THEN
      INSERT INTO scheduling.failed_release AS f VALUES (expired, at, SQLSTATE)
      ON CONFLICT (hold_id) DO UPDATE SET failed_at = EXCLUDED.failed_at, sqlstate = EXCLUDED.sqlstate;
    END;
  END LOOP;
  RETURN told;
END $$;

-- Releases expired holds, longest expired first, unless another node is doing so. Returns the events. If one of them
-- fails, the others are released all the same.
CREATE OR REPLACE FUNCTION scheduling.free_expired(at timestamptz, most integer) RETURNS jsonb
  LANGUAGE plpgsql AS $$
DECLARE
  expired uuid[] := ARRAY(SELECT a.id FROM scheduling.appointment a
                           WHERE a.status = 'HELD' AND a.expires_at <= at
                             AND NOT EXISTS (SELECT FROM scheduling.failed_release f
                                              WHERE f.hold_id = a.id AND f.failed_at > at - interval '1 minute')
                           ORDER BY a.expires_at LIMIT most);
BEGIN
  IF NOT pg_try_advisory_xact_lock(scheduling.lock_key('expired holds')) THEN
    RETURN NULL;
  END IF;
  DELETE FROM scheduling.failed_release f
   WHERE NOT EXISTS (SELECT FROM scheduling.appointment a WHERE a.id = f.hold_id AND a.status = 'HELD');
  IF cardinality(expired) = 0 THEN
    RETURN NULL;
  END IF;
  -- All days in order, before holds are released one by one.
  PERFORM scheduling.lock_touched(array_agg(a.doctor_id), array_agg(a.during))
     FROM scheduling.appointment a WHERE a.id = ANY (expired) AND a.status = 'HELD'
   HAVING count(*) > 0;
  BEGIN
    RETURN scheduling.free(expired, NULL, NULL, at, at);
  EXCEPTION WHEN OTHERS THEN
    RETURN scheduling.free_each(expired, at);
  END;
END $$;
