package io.clinibus.platform.access;

/** A caller's relation to a patient, as {@code patients.relation_by_rules} finds it. */
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
  /**
   * The caller is a doctor of the department of one who treats the patient, and the clinic's rules
   * let colleagues read records.
   */
  COLLEAGUE,
  /** None of these. */
  OTHER
}
