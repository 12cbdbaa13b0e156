-- Proposals and pairs of records that may be of one person wait for staff.
CREATE TRIGGER proposal_is_a_task AFTER INSERT OR UPDATE OR DELETE ON patients.proposal
  FOR EACH STATEMENT EXECUTE FUNCTION platform.tell_tasks_changed();
CREATE TRIGGER duplicate_is_a_task AFTER INSERT OR UPDATE OR DELETE ON patients.duplicate
  FOR EACH STATEMENT EXECUTE FUNCTION platform.tell_tasks_changed();
