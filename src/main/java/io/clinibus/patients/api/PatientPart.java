package io.clinibus.patients.api;

/** The parts of a patient's data, which differ in who may see and change them. */
public enum PatientPart {
  IDENTITY,
  CONTACT,
  INSURANCE,
  MEDICAL_HISTORY
}
