-- Requested erasures wait for administrators.
CREATE TRIGGER erasure_is_a_task AFTER INSERT OR UPDATE OR DELETE ON privacy.erasure
  FOR EACH STATEMENT EXECUTE FUNCTION platform.tell_tasks_changed();
