package io.clinibus.bus;

/** The role of a signed-in user. */
public enum Role {
  ADMIN,
  RECEPTIONIST,
  DOCTOR,
  PHARMACIST,
  /** Supervises how the clinic uses data of patients; has no other role. */
  PRIVACY_OFFICER,
  PATIENT
}
