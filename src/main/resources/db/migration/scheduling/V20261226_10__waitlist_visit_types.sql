-- The type of visit that a patient waits for, NULL for one of the doctor's own length, and the answers to its questions as
-- they were asked.
ALTER TABLE scheduling.waitlist_entry
  ADD COLUMN visit_type_id uuid REFERENCES scheduling.visit_type,
  ADD COLUMN answers       jsonb NOT NULL DEFAULT '[]',
  ADD CONSTRAINT waitlist_entry_answers_sealed CHECK (sealed IS NULL OR answers = '[]');

DROP INDEX scheduling.waitlist_entry_in_clear;
CREATE INDEX waitlist_entry_in_clear ON scheduling.waitlist_entry (id) WHERE reason <> '' OR answers <> '[]';

-- Until when the time was free that an offer is a part of; NULL if the offer is all of it.
ALTER TABLE scheduling.waitlist_offer ADD COLUMN free_until timestamptz;
