-- The relation of a caller, who is a patient, a doctor, both or neither, to a patient at a time: the closest one. In PL/pgSQL,
-- because it reads views that are created later.
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
