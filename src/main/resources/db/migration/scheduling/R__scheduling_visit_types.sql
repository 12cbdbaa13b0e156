-- Types of visits; the document has the members of the API's VisitType.
CREATE OR REPLACE VIEW scheduling.visit_type_details AS
  SELECT v.id, v.name, v.sort_name, v.bookable, v.active, v.version,
         jsonb_strip_nulls(jsonb_build_object(
           'id', v.id, 'name', v.name, 'minutes', v.minutes,
           'price', CASE WHEN v.price_amount IS NOT NULL
                         THEN jsonb_build_object('amount', v.price_amount, 'currency', v.price_currency) END,
           'departmentIds', (SELECT coalesce(jsonb_agg(g.department_id ORDER BY g.department_id), '[]')
                               FROM scheduling.visit_type_department g WHERE g.visit_type_id = v.id),
           'doctorIds', (SELECT coalesce(jsonb_agg(d.doctor_id ORDER BY d.doctor_id), '[]')
                           FROM scheduling.visit_type_doctor d WHERE d.visit_type_id = v.id),
           'bookableByPatients', v.bookable, 'discreet', v.discreet, 'colour', v.colour,
           'instruction', v.instruction, 'questions', v.questions, 'active', v.active, 'version', v.version)) AS document
    FROM scheduling.visit_type v;
