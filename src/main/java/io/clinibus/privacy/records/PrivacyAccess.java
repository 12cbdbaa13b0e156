package io.clinibus.privacy.records;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import java.util.UUID;

/**
 * Who may exercise a patient's rights: the patient, and administrators if asked in writing. Copies
 * are also made by doctors: {@code ExportService}.
 */
public final class PrivacyAccess {

  private PrivacyAccess() {}

  /**
   * @throws Failure {@code FORBIDDEN} otherwise
   */
  public static void requireAdministrator(Caller caller) {
    if (!caller.has(Role.ADMIN)) {
      throw Failure.forbidden("Only an administrator may do this.");
    }
  }

  /**
   * @param patientId null is no patient
   * @throws Failure {@code FORBIDDEN} otherwise
   */
  public static void requirePatientOrAdministrator(Caller caller, UUID patientId) {
    if (!caller.has(Role.ADMIN) && !caller.isPatient(patientId)) {
      throw Failure.forbidden("You may do this for yourself only.");
    }
  }
}
