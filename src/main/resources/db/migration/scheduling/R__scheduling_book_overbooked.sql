-- The kind of the row that conflicts with an overbooked visit that was not inserted.
CREATE OR REPLACE FUNCTION scheduling.overbooking_obstacle(doctor uuid, wanted tstzrange) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM scheduling.appointment a
                            WHERE a.doctor_id = doctor AND a.during && wanted AND a.lane = 'OVERBOOKED'
                              AND scheduling.takes_doctor_time(a.status))
              THEN 'LANE_FULL' ELSE 'PATIENT_BUSY' END
$$;

-- Whether a doctor has as many overbooked visits as the policy allows on the day of an instant, which is locked; the visit
-- that is to be moved there does not count.
DROP FUNCTION IF EXISTS scheduling.is_overbooked(uuid, timestamptz);
CREATE OR REPLACE FUNCTION scheduling.is_overbooked(doctor uuid, starts timestamptz, moved uuid DEFAULT NULL)
  RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT count(a.id) >= p.max_overbooked_a_day
    FROM scheduling.policy p
    LEFT JOIN scheduling.appointment a
      ON a.doctor_id = doctor AND a.lane = 'OVERBOOKED' AND a.id IS DISTINCT FROM moved AND scheduling.takes_doctor_time(a.status)
     AND a.starts_at >= date_trunc('day', starts, p.zone)
     AND a.starts_at < (date_trunc('day', starts AT TIME ZONE p.zone) + interval '1 day') AT TIME ZONE p.zone
   GROUP BY p.max_overbooked_a_day
$$;

-- Books a visit as scheduling.book does, beside the regular visit or hold at the same time. Outcomes are those of
-- scheduling.book, and
--   SLOT_FREE  no regular visit or hold of another occupies the time
--   LANE_FULL  also if the doctor has as many overbooked visits on the day as the policy allows
DROP FUNCTION IF EXISTS scheduling.book_overbooked(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid, text);
DROP FUNCTION IF EXISTS scheduling.book_overbooked(
  uuid, uuid, uuid, uuid, timestamptz, timestamptz, timestamptz, date[], bigint, text, text, text, timestamptz, uuid, text,
  uuid, jsonb);
CREATE OR REPLACE FUNCTION scheduling.book_overbooked(
  new_id uuid, actor uuid, patient uuid, doctor uuid, starts timestamptz, ends timestamptz, free_again timestamptz,
  days date[], rules bigint, visit_reason text, request_key text, request_fingerprint text, at timestamptz,
  booking_doctor uuid, booking_note text, visit_type uuid DEFAULT NULL, visit_answers jsonb DEFAULT '[]',
  other_fingerprints text[] DEFAULT '{}', visit_sealed bytea DEFAULT NULL, note_sealed bytea DEFAULT NULL,
  OUT outcome text, OUT told jsonb, OUT appointment jsonb)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM scheduling.lock_days(array_fill(doctor, ARRAY[cardinality(days)]), days);
  IF rules = scheduling.rules_version(doctor)
     AND NOT EXISTS (SELECT FROM scheduling.booking_request r WHERE r.actor_id = actor AND r.key = request_key) THEN
    outcome := CASE
      WHEN scheduling.obstacle(new_id, actor, NULL, patient, doctor, tstzrange(starts, free_again), days, at) IS NULL
        THEN 'SLOT_FREE'
      WHEN scheduling.is_overbooked(doctor, starts) THEN 'LANE_FULL' END;
    IF outcome IS NOT NULL THEN
      RETURN;
    END IF;
  END IF;
  SELECT b.outcome, b.told, b.appointment INTO outcome, told, appointment
    FROM scheduling.book(new_id, actor, patient, doctor, starts, ends, free_again, days, rules, visit_reason,
                         request_key, request_fingerprint, at, NULL, booking_doctor, 'OVERBOOKED', booking_note,
                         visit_type, visit_answers, other_fingerprints, visit_sealed, note_sealed) AS b;
END $$;
