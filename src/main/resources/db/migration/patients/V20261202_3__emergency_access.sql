-- Records that doctors opened in an emergency without treating the patient, for a limited time. Rows are kept.
CREATE TABLE patients.emergency_access (
  id         uuid        PRIMARY KEY,
  doctor_id  uuid        NOT NULL REFERENCES directory.doctor,
  patient_id uuid        NOT NULL REFERENCES patients.patient,
  actor_id   uuid        NOT NULL,  -- account
  reason     text        NOT NULL,
  opened_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX emergency_access_doctor ON patients.emergency_access (doctor_id, expires_at, patient_id);
