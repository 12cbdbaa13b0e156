package io.clinibus.privacy.records;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import java.util.UUID;

/**
 * Who may exercise a patient's rights: the patient, and administrators if asked in writing. Copies
 * are also made by doctors: {@code ExportService}. The privacy officer reads which copies and
 * erasures were asked for, and decides none: supervision of what one has done oneself is none.
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
   * @throws Failure {@code FORBIDDEN} for who neither administers nor supervises
   */
  public static void requireSupervisor(Caller caller) {
    if (!isSupervisor(caller)) {
      throw Failure.forbidden("Only an administrator or the privacy officer may do this.");
    }
  }

  /** Administrators and the privacy officer read requests of all patients. */
  public static boolean isSupervisor(Caller caller) {
    return caller.hasAny(Role.ADMIN, Role.PRIVACY_OFFICER);
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
