-- Writes the event that what waits for staff has changed, in the transaction of the change: for triggers of the tables that are counted.
CREATE FUNCTION platform.tell_tasks_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO platform.outbox (type, payload)
  VALUES ('reports.tasks-changed', jsonb_build_object('id', gen_random_uuid(), 'at', clock_timestamp()));
  RETURN NULL;
END $$;
