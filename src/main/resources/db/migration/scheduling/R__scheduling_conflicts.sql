-- Whether a hold gives way to a visit or another hold on locked days: the user's own holds and expired ones do. A
-- waitlist offer gives way to no other patient, even if expired: it is passed on first.
CREATE OR REPLACE FUNCTION scheduling.gives_way(
  hold scheduling.appointment, holder uuid, patient uuid, days date[], at timestamptz) RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT (hold.status = 'HELD'
          AND CASE WHEN hold.held_by IS NULL THEN hold.patient_id = patient AND hold.expires_at > at
                   ELSE hold.held_by = holder OR hold.expires_at <= at END
          AND scheduling.touched_days(hold.doctor_id, hold.during) <@ days) IS TRUE
$$;

-- Returns the kind of the conflicting row: doctor's regular appointment, then hold, then patient's appointment; NULL if
-- none but holds that give way. Overbooked appointments occupy the patient alone. The wanted time includes the doctor's
-- buffer, which does not occupy the patient.
CREATE OR REPLACE FUNCTION scheduling.obstacle(
  self uuid, holder uuid, patient uuid, kept_for uuid, doctor uuid, wanted tstzrange, days date[], at timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT CASE WHEN bool_or(a.status <> 'HELD') THEN 'SLOT_TAKEN'
                 WHEN NOT bool_and(scheduling.gives_way(a, holder, kept_for, days, at)) FILTER (WHERE a.status = 'HELD')
                   THEN 'SLOT_HELD' END
       FROM scheduling.appointment a
      WHERE a.doctor_id = doctor AND a.during && wanted AND a.id <> self AND a.lane = 'REGULAR'
        AND scheduling.takes_doctor_time(a.status)),
    (SELECT 'PATIENT_BUSY'
      WHERE EXISTS (SELECT FROM scheduling.appointment a
                     WHERE a.patient_id = patient AND a.id <> self AND scheduling.takes_patient_time(a.status)
                       AND tstzrange(a.starts_at, a.ends_at) && (
                             SELECT tstzrange(lower(wanted), upper(wanted) - make_interval(mins => c.buffer_min))
                               FROM scheduling.calendar c WHERE c.doctor_id = doctor))))
$$;

-- Deletes the conflicting holds that give way; returns the patient's waitlist offers among them.
CREATE OR REPLACE FUNCTION scheduling.make_way(
  holder uuid, kept_for uuid, doctor uuid, wanted tstzrange, days date[], at timestamptz) RETURNS uuid[]
  LANGUAGE sql AS $$
  WITH gone AS (
    DELETE FROM scheduling.appointment a
     WHERE a.doctor_id = doctor AND a.during && wanted AND a.status = 'HELD'
       AND scheduling.gives_way(a, holder, kept_for, days, at)
    RETURNING a.id, a.held_by)
  SELECT coalesce(array_agg(id) FILTER (WHERE held_by IS NULL), '{}') FROM gone
$$;
