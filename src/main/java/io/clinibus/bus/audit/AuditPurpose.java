package io.clinibus.bus.audit;

/** Why data of patients was shown or changed: the relation by which the user was allowed to. */
public enum AuditPurpose {
  /** The user is the patient. */
  OWN_DATA,
  /** The user represents the patient. */
  REPRESENTATION,
  /** A doctor or pharmacist, with patients whom they treat. */
  TREATMENT,
  /** A doctor who does not treat the patient and has opened the record in an emergency. */
  EMERGENCY,
  /** The front desk, an administrator or the privacy officer. */
  ADMINISTRATION
}
