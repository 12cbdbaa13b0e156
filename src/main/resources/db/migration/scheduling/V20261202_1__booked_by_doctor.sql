-- The doctor who booked an appointment in their own calendar; NULL if the patient, the front desk, the waitlist or the
-- assignment did.
ALTER TABLE scheduling.appointment ADD COLUMN booked_by_doctor uuid REFERENCES directory.doctor;

UPDATE scheduling.appointment a SET booked_by_doctor = c.doctor_id
  FROM scheduling.appointment_change c
  JOIN identity.account u ON u.id = c.actor_id
 WHERE c.appointment_id = a.id AND c.version = 1 AND u.doctor_id = c.doctor_id
   AND NOT u.roles && ARRAY['ADMIN', 'RECEPTIONIST'];

-- The view scheduling.doctor_patient reads nothing but this index.
DROP INDEX scheduling.appointment_doctor;
CREATE INDEX appointment_doctor ON scheduling.appointment (doctor_id, status, starts_at, id)
  INCLUDE (patient_id, booked_by_doctor);
