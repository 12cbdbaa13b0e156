-- The unsigned notes of a doctor, oldest first. Its condition is not the status: a statement that finds a draft by its id and status
-- cannot take this index, as it took the one that V20261224_40 has removed.
CREATE INDEX encounter_unsigned ON records.encounter (doctor_id, status, starts_at, id) WHERE signed_at IS NULL;
