-- Published for domains whose rows merges move.

-- The patient for whom a row was made that merges may have moved to `owner` since.
CREATE OR REPLACE FUNCTION patients.made_for(moved text, row_id uuid, owner uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT m.from_id
       FROM patients.merge m
       JOIN patients.merge_row r ON r.merge_id = m.id AND r.kind = made_for.moved AND r.row_id = made_for.row_id
      WHERE m.into_id = ANY (patients.records_of_person(owner)) AND m.undone_at IS NULL
      ORDER BY m.merged_at LIMIT 1),
    owner)
$$;
