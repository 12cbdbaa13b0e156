-- Notes of changes of visits and reasons of waitlist entries are sealed. What former releases wrote is in the columns in clear
-- until a job has sealed it; afterwards these are empty. The rows are not checked while they are locked, but in the next script.
ALTER TABLE scheduling.appointment_change
  ADD COLUMN sealed     bytea,  -- the note
  ADD COLUMN sealed_for uuid,   -- for whom the visit was made: merges move the change with it
  ADD CONSTRAINT appointment_change_sealed CHECK (
    sealed IS NULL AND sealed_for IS NULL OR sealed IS NOT NULL AND sealed_for IS NOT NULL AND note = '') NOT VALID;
CREATE INDEX appointment_change_in_clear ON scheduling.appointment_change (appointment_id, version) WHERE note <> '';

ALTER TABLE scheduling.waitlist_entry
  ADD COLUMN sealed     bytea,  -- the reason
  ADD COLUMN sealed_for uuid,
  ADD CONSTRAINT waitlist_entry_sealed CHECK (
    sealed IS NULL AND sealed_for IS NULL OR sealed IS NOT NULL AND sealed_for IS NOT NULL AND reason = '') NOT VALID;
CREATE INDEX waitlist_entry_in_clear ON scheduling.waitlist_entry (id) WHERE reason <> '';
