-- Nothing lists drafts. But where there are few among many notes, PostgreSQL took this index, the smallest one, to find a single
-- draft by its id, and read all of it: saving and signing took milliseconds of processor time for each thousand drafts.
DROP INDEX records.encounter_open;
