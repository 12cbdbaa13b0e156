-- The entries that wait, in the order in which they joined, with all that decides whether a freed time suits them: those whom
-- it does not suit are passed over without reading their rows.
DROP INDEX scheduling.waitlist_entry_waiting_doctor;
DROP INDEX scheduling.waitlist_entry_waiting_department;
CREATE INDEX waitlist_entry_waiting_doctor ON scheduling.waitlist_entry (doctor_id, joined_at, id)
  INCLUDE (patient_id, visit_type_id, first_day, last_day, weekdays, earliest, latest)
  WHERE status = 'WAITING' AND doctor_id IS NOT NULL;
CREATE INDEX waitlist_entry_waiting_department ON scheduling.waitlist_entry (department_id, joined_at, id)
  INCLUDE (patient_id, visit_type_id, first_day, last_day, weekdays, earliest, latest)
  WHERE status = 'WAITING' AND department_id IS NOT NULL;
