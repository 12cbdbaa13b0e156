-- Waitlist entries; the document has the members of the API's WaitlistEntry, and what is sealed.
CREATE OR REPLACE VIEW scheduling.waitlist_details AS
  SELECT e.id, e.patient_id, e.doctor_id, e.department_id, e.joined_at, e.status, e.appointment_id, o.id AS offer_id,
         jsonb_strip_nulls(jsonb_build_object(
           'id', e.id, 'patientId', e.patient_id, 'patientName', p.name, 'patientListedName', p.listed_name,
           'doctorId', e.doctor_id, 'doctorName', d.name,
           'departmentId', e.department_id, 'departmentName', g.name,
           'preferred', jsonb_build_object(
             'from', e.first_day, 'until', e.last_day,
             'weekdays', (SELECT jsonb_agg((ARRAY['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY',
                                                  'SUNDAY'])[w] ORDER BY w) FROM unnest(e.weekdays) AS w),
             'earliest', to_char(e.earliest, 'HH24:MI'), 'latest', to_char(e.latest, 'HH24:MI')),
           'visitType', CASE WHEN v.id IS NOT NULL THEN jsonb_build_object(
             'id', v.id, 'name', v.name, 'colour', v.colour, 'instruction', v.instruction, 'discreet', v.discreet,
             'price', CASE WHEN v.price_amount IS NOT NULL
                           THEN jsonb_build_object('amount', v.price_amount, 'currency', v.price_currency) END) END,
           'reason', e.reason, 'answers', e.answers, 'sealed', encode(e.sealed, 'base64'), 'sealedFor', e.sealed_for, 'status', e.status, 'joinedAt', e.joined_at,
           'offer', CASE WHEN o.id IS NOT NULL THEN jsonb_build_object(
             'doctorId', o.doctor_id, 'doctorName', w.name,
             'start', o.starts_at, 'end', o.ends_at, 'expiresAt', o.expires_at) END)) AS document
    FROM scheduling.waitlist_entry e
    JOIN patients.contact p ON p.id = e.patient_id
    LEFT JOIN directory.doctor_profile d ON d.id = e.doctor_id
    LEFT JOIN directory.department_profile g ON g.id = e.department_id
    LEFT JOIN scheduling.visit_type v ON v.id = e.visit_type_id
    LEFT JOIN scheduling.waitlist_offer o ON o.entry_id = e.id AND o.answer = 'OPEN'
    LEFT JOIN directory.doctor_profile w ON w.id = o.doctor_id;
