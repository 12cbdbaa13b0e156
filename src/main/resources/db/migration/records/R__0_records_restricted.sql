-- What patients keep from doctors other than the author, in force.
CREATE OR REPLACE VIEW records.restricted_part AS
  SELECT r.patient_id, r.part, r.subject FROM records.restriction r WHERE r.lifted_at IS NULL;

-- Grows with each restriction of a person's records, and when one is lifted.
CREATE OR REPLACE FUNCTION records.restriction_changes(records uuid[]) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT count(*) + count(r.lifted_at) FROM records.restriction r WHERE r.patient_id = ANY (records)
$$;
