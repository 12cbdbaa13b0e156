-- Relations of callers to patients. In PL/pgSQL, because the functions read views that are created later.

-- Whether a doctor is of the department of one who treats a patient, in a clinic whose rules let colleagues read records.
CREATE OR REPLACE FUNCTION patients.is_colleague(doctor uuid, patient uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT r.colleagues_read FROM patients.record_rules r)
     AND EXISTS (SELECT FROM scheduling.doctor_patient t
                   JOIN directory.doctor_profile d ON d.id = t.doctor_id
                  WHERE t.patient_id = patient
                    AND d.department_id = (SELECT o.department_id FROM directory.doctor_profile o WHERE o.id = doctor));
END $$;

-- The patients of whom a doctor is a colleague, with repetitions.
CREATE OR REPLACE FUNCTION patients.patients_of_colleagues(doctor uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF (SELECT r.colleagues_read FROM patients.record_rules r) THEN
    RETURN QUERY
      SELECT t.patient_id
        FROM directory.doctor_profile o
        JOIN directory.doctor_profile d ON d.department_id = o.department_id
        JOIN scheduling.doctor_patient t ON t.doctor_id = d.id
       WHERE o.id = doctor;
  END IF;
END $$;

-- The relation of a caller, who is a patient, a doctor, both or neither, to a patient at a time: the closest one. For nodes of the
-- former release, which know no colleagues, and for relation_by_rules.
CREATE OR REPLACE FUNCTION patients.relation(as_patient uuid, as_doctor uuid, patient uuid, at timestamptz)
RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF as_patient = patient THEN
    RETURN 'OWN';
  END IF;
  IF as_doctor IS NOT NULL THEN
    IF EXISTS (SELECT FROM scheduling.doctor_patient d WHERE d.doctor_id = as_doctor AND d.patient_id = patient) THEN
      RETURN 'TREATED';
    END IF;
    IF EXISTS (SELECT FROM patients.emergency_access e
                WHERE e.doctor_id = as_doctor AND e.patient_id = patient AND e.expires_at > at) THEN
      RETURN 'OPENED';
    END IF;
  END IF;
  IF as_patient IS NOT NULL THEN
    RETURN coalesce((SELECT CASE r.relation WHEN 'CHILD' THEN 'CHILD' ELSE 'REPRESENTED' END
                       FROM patients.represented(as_patient, at) r WHERE r.patient_id = patient LIMIT 1), 'OTHER');
  END IF;
  RETURN 'OTHER';
END $$;

-- The same, also COLLEAGUE where the clinic's rules let colleagues read records.
CREATE OR REPLACE FUNCTION patients.relation_by_rules(as_patient uuid, as_doctor uuid, patient uuid, at timestamptz)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  found text := patients.relation(as_patient, as_doctor, patient, at);
BEGIN
  RETURN CASE WHEN found IN ('OTHER', 'REPRESENTED') AND patients.is_colleague(as_doctor, patient) THEN 'COLLEAGUE' ELSE found END;
END $$;
