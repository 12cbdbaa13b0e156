-- Reasons and answers of visits are sealed, as one object. The visits of former releases that have any in clear are listed in a
-- table of their own: an index of them would have to change with them, and with it all others of the row, those of exclusion
-- constraints included (no heap-only tuples).
ALTER TABLE scheduling.appointment_change VALIDATE CONSTRAINT appointment_change_sealed;
ALTER TABLE scheduling.waitlist_entry VALIDATE CONSTRAINT waitlist_entry_sealed;

ALTER TABLE scheduling.appointment
  ADD COLUMN sealed     bytea,  -- reason and answers
  ADD COLUMN sealed_for uuid,
  ADD CONSTRAINT appointment_sealed CHECK (
    sealed IS NULL AND sealed_for IS NULL
    OR sealed IS NOT NULL AND sealed_for IS NOT NULL AND reason = '' AND answers = '[]') NOT VALID;

CREATE TABLE scheduling.visit_in_clear (
  appointment_id uuid PRIMARY KEY
);

CREATE FUNCTION scheduling.list_visit_in_clear() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO scheduling.visit_in_clear (appointment_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER appointment_in_clear AFTER INSERT ON scheduling.appointment
  FOR EACH ROW WHEN (NEW.reason <> '' OR NEW.answers <> '[]') EXECUTE FUNCTION scheduling.list_visit_in_clear();
