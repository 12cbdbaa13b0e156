package io.clinibus.identity.signin;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.platform.sealing.DataFormCheck;
import io.vertx.core.Future;
import java.util.Set;
import java.util.UUID;

/** The rules for roles of staff. */
public final class StaffRoles {

  private final DataFormCheck officers;

  /**
   * @param officers whether all nodes know the role PRIVACY_OFFICER: those of the former release
   *     cannot read an account that has it
   */
  public StaffRoles(DataFormCheck officers) {
    this.officers = officers;
  }

  /**
   * Checks roles and the doctor of an account.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /roles} or {@code /doctorId}, and with
   *     {@code RELEASES_DIFFER} for a privacy officer while a node of the former release runs
   */
  Future<Void> check(Set<Role> roles, UUID doctorId) {
    if (roles.isEmpty() || roles.contains(Role.PATIENT)) {
      throw ofStaffOnly();
    }
    checkDoctor(roles.contains(Role.DOCTOR), doctorId);
    if (!roles.contains(Role.PRIVACY_OFFICER)) {
      return Future.succeededFuture();
    }
    if (roles.size() > 1) {
      throw Failure.invalid(
          IdentityFieldErrors.OFFICER_ROLE_ALONE.at(
              "/roles", "The privacy officer has no other role."));
    }
    return officers
        .isReadByAll()
        .compose(
            all ->
                all
                    ? Future.succeededFuture()
                    : Future.failedFuture(Failure.of(IdentityFailures.RELEASES_DIFFER)));
  }

  private static void checkDoctor(boolean isDoctor, UUID doctorId) {
    if (isDoctor && doctorId == null) {
      throw Failure.invalid(
          CommonFieldErrors.REQUIRED.at(
              "/doctorId", "Choose the doctor that this account belongs to."));
    }
    if (!isDoctor && doctorId != null) {
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
