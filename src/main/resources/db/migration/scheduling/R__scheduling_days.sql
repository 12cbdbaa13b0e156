-- The version of the doctor's rules plus that of the clinic's; NULL for a doctor without an open calendar.
CREATE OR REPLACE FUNCTION scheduling.rules_version(doctor uuid) RETURNS bigint
  LANGUAGE sql STABLE AS $$
  SELECT p.version + c.version
    FROM scheduling.policy p, scheduling.calendar c
   WHERE c.doctor_id = doctor AND NOT c.closed
$$;

-- The days with slots whose state depends on whether a range of a doctor's time is occupied, in order.
CREATE OR REPLACE FUNCTION scheduling.touched_days(doctor uuid, stretch tstzrange) RETURNS date[]
  LANGUAGE sql STABLE AS $$
  SELECT ARRAY(
    SELECT day::date
      FROM scheduling.policy p, scheduling.calendar c,
           LATERAL generate_series(
             date_trunc('day', (lower(stretch) - make_interval(mins => c.visit_min + c.buffer_min)
                                + interval '1 microsecond') AT TIME ZONE p.zone),
             (upper(stretch) - interval '1 microsecond') AT TIME ZONE p.zone, interval '1 day') AS day
     WHERE c.doctor_id = doctor ORDER BY day)
$$;

-- Increments the version of locked days; returns them in the form used in events.
CREATE OR REPLACE FUNCTION scheduling.move_on(doctors uuid[], days date[]) RETURNS jsonb
  LANGUAGE sql AS $$
  WITH moved AS (
    INSERT INTO scheduling.doctor_day AS d (doctor_id, day, version)
    SELECT k.doctor, k.day, 1 FROM unnest(doctors, days) AS k (doctor, day)
    ON CONFLICT (doctor_id, day) DO UPDATE SET version = d.version + 1
    RETURNING d.doctor_id, d.day, d.version)
  SELECT jsonb_agg(jsonb_build_object('doctorId', doctor_id, 'day', day, 'version', version)) FROM moved
$$;
