-- Whether a doctor has opened a patient's record in an emergency, which doctors who treat the patient can do as well.
CREATE OR REPLACE FUNCTION patients.has_opened(doctor uuid, patient uuid, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM patients.emergency_access e
                  WHERE e.doctor_id = doctor AND e.patient_id = patient AND e.expires_at > at)
$$;
