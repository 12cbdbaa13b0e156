-- Whoever has opened a record in an emergency does not review it.
ALTER TABLE patients.emergency_access ADD CONSTRAINT emergency_access_reviewer CHECK (reviewed_by <> actor_id);
