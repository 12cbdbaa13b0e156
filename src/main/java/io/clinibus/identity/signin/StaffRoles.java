package io.clinibus.identity.signin;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityFieldErrors;
import java.util.Set;
import java.util.UUID;

/** The rules for roles of staff. */
final class StaffRoles {

  private StaffRoles() {}

  /**
   * Checks roles and the doctor of an account.
   *
   * @throws Failure {@code INVALID_REQUEST} naming {@code /roles} or {@code /doctorId}
   */
  static void check(Set<Role> roles, UUID doctorId) {
    if (roles.isEmpty() || roles.contains(Role.PATIENT)) {
      throw ofStaffOnly();
    }
    boolean doctor = roles.contains(Role.DOCTOR);
    if (doctor && doctorId == null) {
      throw Failure.invalid(
          CommonFieldErrors.REQUIRED.at(
              "/doctorId", "Choose the doctor that this account belongs to."));
    }
    if (!doctor && doctorId != null) {
      throw Failure.invalid(
          IdentityFieldErrors.DOCTOR_ROLE_REQUIRED.at(
              "/doctorId", "Only an account with the role DOCTOR can be linked to a doctor."));
    }
  }

  static Failure ofStaffOnly() {
    return Failure.invalid(
        IdentityFieldErrors.STAFF_ROLES_ONLY.at(
            "/roles", "Staff have one or more roles; patients register."));
  }
}
