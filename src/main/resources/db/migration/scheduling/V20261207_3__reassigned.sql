-- A visit is reassigned when the record of its patient is merged into another.
ALTER TABLE scheduling.appointment_change
  DROP CONSTRAINT appointment_change_kind_check,
  ADD CONSTRAINT appointment_change_kind_check
    CHECK (kind IN ('BOOKED', 'RESCHEDULED', 'STATUS_CHANGED', 'CANCELLED', 'REASSIGNED'));
