package io.clinibus.bus;

/** The role of a signed-in user. */
public enum Role {
  ADMIN,
  RECEPTIONIST,
  DOCTOR,
  PHARMACIST,
  PATIENT
}
