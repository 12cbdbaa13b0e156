package io.clinibus.prescriptions.api;

/** The status of a prescription, as FHIR's MedicationRequest has it. */
public enum PrescriptionStatus {
  /** Being written: only the doctor who writes it sees it. */
  DRAFT,
  /** Signed and valid. */
  ACTIVE,
  /** Signed, and its validity has ended. */
  COMPLETED,
  /** Withdrawn before it was used. */
  CANCELLED,
  /** The treatment was ended early. */
  STOPPED,
  /** Should never have been written. */
  ENTERED_IN_ERROR
}
