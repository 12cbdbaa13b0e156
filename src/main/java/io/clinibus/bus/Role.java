package io.clinibus.bus;

/** What a signed-in person may be. */
public enum Role {
  ADMIN,
  RECEPTIONIST,
  DOCTOR,
  PHARMACIST,
  PATIENT
}
