-- What others may use of the audit trail: each request writes its entry, through this view, on whatever node it is served.
-- The database adds the transaction id and the time.
CREATE OR REPLACE VIEW audit.new_entry AS
  SELECT id, actor_id, actor_roles, operation, kind, outcome, patient_ids, resource_id, address, node, request_id, purpose
    FROM audit.entry;
