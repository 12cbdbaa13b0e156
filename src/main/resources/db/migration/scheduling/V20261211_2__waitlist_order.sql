-- The entries that wait for a doctor or a department, in the order in which they joined: a freed time is offered to the first
-- that matches. Without entries that have an offer.
CREATE INDEX waitlist_entry_waiting_doctor ON scheduling.waitlist_entry (doctor_id, joined_at, id)
  WHERE status = 'WAITING' AND doctor_id IS NOT NULL;
CREATE INDEX waitlist_entry_waiting_department ON scheduling.waitlist_entry (department_id, joined_at, id)
  WHERE status = 'WAITING' AND department_id IS NOT NULL;

-- For how many days an entry without a last day waits.
ALTER TABLE scheduling.policy
  ADD COLUMN waitlist_days integer NOT NULL DEFAULT 90 CHECK (waitlist_days BETWEEN 1 AND 730);
