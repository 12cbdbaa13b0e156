-- Whether a hold makes way for a visit or another hold on days that are locked: one's own does, and one that has
-- expired. A time that is kept for a patient on the waitlist makes way for nobody else: it is passed on when it expires.
CREATE OR REPLACE FUNCTION scheduling.gives_way(
  hold scheduling.appointment, holder uuid, patient uuid, days date[], at timestamptz) RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT (hold.status = 'HELD'
          AND CASE WHEN hold.held_by IS NULL THEN hold.patient_id = patient AND hold.expires_at > at
                   ELSE hold.held_by = holder OR hold.expires_at <= at END
          AND scheduling.touched_days(hold.doctor_id, hold.during) <@ days) IS TRUE
$$;

-- Who is in the way of a visit: the doctor's other visits first, then holds, then the patient's visits. Null if nobody
-- is but holds that give way.
CREATE OR REPLACE FUNCTION scheduling.obstacle(
  self uuid, holder uuid, patient uuid, kept_for uuid, doctor uuid, wanted tstzrange, days date[], at timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT CASE WHEN bool_or(a.status <> 'HELD') THEN 'SLOT_TAKEN'
                 WHEN NOT bool_and(scheduling.gives_way(a, holder, kept_for, days, at)) FILTER (WHERE a.status = 'HELD')
                   THEN 'SLOT_HELD' END
       FROM scheduling.appointment a
      WHERE a.doctor_id = doctor AND a.during && wanted AND a.id <> self AND scheduling.takes_doctor_time(a.status)),
    (SELECT 'PATIENT_BUSY'
      WHERE EXISTS (SELECT FROM scheduling.appointment a
                     WHERE a.patient_id = patient AND a.during && wanted AND a.id <> self
                       AND scheduling.takes_patient_time(a.status))))
$$;

-- Removes the holds in the way that give way; returns those that were kept for the patient.
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
