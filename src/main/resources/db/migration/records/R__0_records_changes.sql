-- How often a patient's record has changed for its readers.
CREATE OR REPLACE FUNCTION records.changes(patient uuid, at timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (SELECT count(*) FROM records.entry e WHERE e.patient_id = patient)
       + (SELECT coalesce(sum(c.version + CASE WHEN c.released_at <= at THEN 1 ELSE 0 END), 0)
            FROM records.encounter c WHERE c.patient_id = patient AND c.signed_at IS NOT NULL)
       + (SELECT count(*) + count(r.lifted_at) FROM records.restriction r WHERE r.patient_id = patient)
$$;
