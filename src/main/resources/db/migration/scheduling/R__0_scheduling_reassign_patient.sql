-- What others may use when two records of patients are merged.

-- Moves visits, holds and waitlist entries of a record to another; with `only_ids`, of these alone what still is the record's.
-- Visits that are over and overlap one of the other record stay. Fails with exclusion_violation if an open one overlaps.
CREATE OR REPLACE FUNCTION scheduling.reassign_patient(source uuid, target uuid, only_ids uuid[], actor uuid)
RETURNS TABLE (kind text, id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  moving uuid[];
  days date[];
  changed scheduling.appointment;
  entry scheduling.waitlist_entry;
BEGIN
  -- Keeps both from getting an offer.
  PERFORM pg_advisory_xact_lock(scheduling.lock_key('offers to ' || o.patient))
     FROM (SELECT patient FROM unnest(ARRAY[source, target]) AS patient ORDER BY patient) AS o;
  SELECT array_agg(a.id) INTO moving
    FROM scheduling.appointment a
   WHERE a.patient_id = source AND (only_ids IS NULL OR a.id = ANY (only_ids))
     AND (scheduling.is_open(a.status) OR NOT scheduling.takes_patient_time(a.status) OR NOT EXISTS (
           SELECT FROM scheduling.appointment b
            WHERE b.patient_id = target AND scheduling.takes_patient_time(b.status)
              AND tstzrange(b.starts_at, b.ends_at) && tstzrange(a.starts_at, a.ends_at)));
  PERFORM scheduling.lock_touched(array_agg(a.doctor_id), array_agg(a.during))
     FROM scheduling.appointment a WHERE a.id = ANY (moving) HAVING count(*) > 0;
  FOR changed IN
    UPDATE scheduling.appointment a SET patient_id = target, version = a.version + 1
     WHERE a.id = ANY (moving) AND a.patient_id = source
    RETURNING a.*
  LOOP
    IF changed.status <> 'HELD' THEN
      days := scheduling.touched_days(changed.doctor_id, changed.during);
      PERFORM scheduling.record_change(
        changed, 'REASSIGNED', actor, '', array_fill(changed.doctor_id, ARRAY[cardinality(days)]), days);
    END IF;
    RETURN QUERY SELECT 'appointment', changed.id;
  END LOOP;
  FOR entry IN
    UPDATE scheduling.waitlist_entry e SET patient_id = target, version = e.version + 1
     WHERE e.patient_id = source AND (only_ids IS NULL OR e.id = ANY (only_ids))
    RETURNING e.*
  LOOP
    UPDATE scheduling.waitlist_offer o SET patient_id = target WHERE o.entry_id = entry.id;
    PERFORM scheduling.tell_entry(entry);
    RETURN QUERY SELECT 'waitlist_entry', entry.id;
  END LOOP;
END $$;

-- What prevents two records from being merged: open visits that overlap one of the other, and open waitlist entries for the
-- same doctor or department.
CREATE OR REPLACE FUNCTION scheduling.reassign_conflicts(source uuid, target uuid)
RETURNS TABLE (kind text, source_row uuid, target_row uuid, starts_at timestamptz, name text) LANGUAGE sql STABLE AS $$
  SELECT 'VISITS_OVERLAP', a.id, b.id, a.starts_at, d.name
    FROM scheduling.appointment a
    JOIN scheduling.appointment b
      ON b.patient_id = target AND tstzrange(b.starts_at, b.ends_at) && tstzrange(a.starts_at, a.ends_at)
    JOIN directory.doctor_profile d ON d.id = a.doctor_id
   WHERE a.patient_id = source AND scheduling.is_open(a.status) AND scheduling.takes_patient_time(b.status)
  UNION ALL
  SELECT 'SAME_WAITLIST', e.id, o.id, NULL, coalesce(d.name, g.name)
    FROM scheduling.waitlist_entry e
    JOIN scheduling.waitlist_entry o
      ON o.patient_id = target AND o.doctor_id IS NOT DISTINCT FROM e.doctor_id
         AND o.department_id IS NOT DISTINCT FROM e.department_id AND scheduling.is_open_entry(o.status)
    LEFT JOIN directory.doctor_profile d ON d.id = e.doctor_id
    LEFT JOIN directory.department_profile g ON g.id = e.department_id
   WHERE e.patient_id = source AND scheduling.is_open_entry(e.status)
$$;
