-- Appointments without holds; the document has the members of the API's Appointment, and what is sealed.
CREATE OR REPLACE VIEW scheduling.appointment_details AS
  SELECT a.id, a.starts_at, upper(a.during) AS free_again_at,
         jsonb_build_object(
           'id', a.id, 'doctorId', a.doctor_id,
           'doctorName', d.name,
           'departmentName', g.name, 'room', d.room,
           'patientId', a.patient_id, 'patientName', p.name, 'patientListedName', p.listed_name,
           'start', a.starts_at, 'end', a.ends_at, 'status', a.status,
           'since', a.status_since, 'reason', a.reason,
           'lane', a.lane, 'version', a.version, 'ticket', t.code,
           'visitType', CASE WHEN v.id IS NOT NULL THEN jsonb_build_object(
             'id', v.id, 'name', v.name, 'colour', v.colour, 'instruction', v.instruction, 'discreet', v.discreet,
             'price', CASE WHEN v.price_amount IS NOT NULL
                           THEN jsonb_build_object('amount', v.price_amount, 'currency', v.price_currency) END) END,
           'answers', a.answers, 'sealed', encode(a.sealed, 'base64'), 'sealedFor', a.sealed_for) AS document
    FROM scheduling.appointment a
    JOIN directory.doctor_profile d ON d.id = a.doctor_id
    JOIN directory.department_profile g ON g.id = d.department_id
    JOIN patients.contact p ON p.id = a.patient_id
    LEFT JOIN scheduling.visit_type v ON v.id = a.visit_type_id
    LEFT JOIN scheduling.ticket t ON t.appointment_id = a.id AND a.status = 'CHECKED_IN'
   WHERE a.status <> 'HELD';

-- An appointment in the state in which it was booked.
CREATE OR REPLACE FUNCTION scheduling.as_booked(booked_id uuid) RETURNS jsonb
  LANGUAGE sql STABLE AS $$
  SELECT d.document || jsonb_build_object(
           'doctorId', c.doctor_id, 'start', c.starts_at, 'end', c.ends_at, 'status', c.status, 'version', c.version,
           'doctorName', o.name,
           'departmentName', g.name, 'room', o.room)
    FROM scheduling.appointment_details d
    JOIN scheduling.appointment_change c ON c.appointment_id = d.id AND c.version = 1
    JOIN directory.doctor_profile o ON o.id = c.doctor_id
    JOIN directory.department_profile g ON g.id = o.department_id
   WHERE d.id = booked_id
$$;
