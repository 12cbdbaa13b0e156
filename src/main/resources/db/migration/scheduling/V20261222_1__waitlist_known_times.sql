-- The times that were free when a patient joined the waitlist: they saw them, and are not offered them. Ranges of one
-- doctor; adjoining times are one range. Removed as soon as the entry ends.
CREATE TABLE scheduling.waitlist_known_time (
  entry_id  uuid            NOT NULL REFERENCES scheduling.waitlist_entry ON DELETE CASCADE,
  doctor_id uuid            NOT NULL,
  free      tstzmultirange  NOT NULL,
  PRIMARY KEY (entry_id, doctor_id)
);

CREATE FUNCTION scheduling.remove_known_times() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM scheduling.waitlist_known_time k WHERE k.entry_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER waitlist_entry_ended AFTER UPDATE OF status ON scheduling.waitlist_entry
  FOR EACH ROW WHEN (NEW.status NOT IN ('WAITING', 'OFFERED')) EXECUTE FUNCTION scheduling.remove_known_times();
