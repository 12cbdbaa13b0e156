-- Those that were booked before the trigger was there. Nothing is locked meanwhile.
ALTER TABLE scheduling.appointment VALIDATE CONSTRAINT appointment_sealed;
INSERT INTO scheduling.visit_in_clear (appointment_id)
SELECT a.id FROM scheduling.appointment a WHERE a.reason <> '' OR a.answers <> '[]'
ON CONFLICT DO NOTHING;
