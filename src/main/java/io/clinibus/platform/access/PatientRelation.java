package io.clinibus.platform.access;

/** A caller's relation to a patient, as {@code patients.relation} finds it. */
public enum PatientRelation {
  /** The caller is the patient. */
  OWN,
  /** The caller represents the patient, who is a child below the age of majority. */
  CHILD,
  /** The caller represents the patient. */
  REPRESENTED,
  /** The caller is a doctor who treats the patient. */
  TREATED,
  /** The caller is a doctor who has opened the record in an emergency. */
  OPENED,
  /** None of these. */
  OTHER
}
