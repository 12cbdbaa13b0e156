package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import java.util.UUID;

/** Access rules: whose data a caller may read and change. */
public final class PatientAccess {

  /**
   * The patients a caller may see.
   *
   * @param ofDoctor only those with whom this doctor has or had an appointment that was not
   *     cancelled, or null for all
   */
  public record Scope(UUID ofDoctor) {

    public static final Scope ALL = new Scope(null);
  }

  private static final String NOT_YOURS = "You may only see your own data.";

  private PatientAccess() {}

  /**
   * The patients that the caller's lists contain.
   *
   * @throws Failure {@code FORBIDDEN} except for the front desk and doctors
   */
  static Scope listing(Caller caller) {
    if (caller.isFrontDesk()) {
      return Scope.ALL;
    }
    if (caller.has(Role.DOCTOR) && caller.doctorId() != null) {
      return new Scope(caller.doctorId());
    }
    throw Failure.forbidden(NOT_YOURS);
  }

  /**
   * The scope within which the caller may read a patient: patients may read themselves.
   *
   * @throws Failure {@code FORBIDDEN} if the caller may read no other patient
   */
  static Scope reading(Caller caller, UUID patientId) {
    return caller.isPatient(patientId) ? Scope.ALL : listing(caller);
  }

  /**
   * @throws Failure {@code FORBIDDEN} unless the caller is that patient or the front desk
   */
  static void requireChanging(Caller caller, UUID patientId) {
    if (!caller.isPatient(patientId)) {
      requireFrontDesk(caller);
    }
  }

  /**
   * @throws Failure {@code FORBIDDEN} unless the caller is a receptionist or administrator
   */
  static void requireFrontDesk(Caller caller) {
    if (!caller.isFrontDesk()) {
      throw Failure.forbidden("Only the front desk may do this.");
    }
  }

  /**
   * @throws Failure {@code FORBIDDEN} unless another domain asks without a user
   */
  static void requireSystem(Caller caller) {
    requireAdministrator(caller);
    if (caller.userId() != null) {
      throw Failure.forbidden("Only the system may do this.");
    }
  }

  /**
   * @throws Failure {@code FORBIDDEN} unless the caller is an administrator
   */
  static void requireAdministrator(Caller caller) {
    if (!caller.has(Role.ADMIN)) {
      throw Failure.forbidden("Only an administrator may do this.");
    }
  }
}
