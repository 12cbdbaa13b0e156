-- The entries that end are found without reading those that go on waiting.
CREATE INDEX waitlist_entry_last_day ON scheduling.waitlist_entry (last_day) WHERE status IN ('WAITING', 'OFFERED');
CREATE INDEX waitlist_entry_visit_type ON scheduling.waitlist_entry (visit_type_id)
  WHERE status = 'WAITING' AND visit_type_id IS NOT NULL;
