-- Notes of leave and extra hours are sealed by the clinic's own key. What former releases wrote is sealed by a job.
ALTER TABLE scheduling.availability_exception
  ADD sealed bytea,
  ADD CONSTRAINT availability_exception_stored CHECK (note = '' OR sealed IS NULL);
CREATE INDEX availability_exception_in_clear ON scheduling.availability_exception (id) WHERE note <> '';
