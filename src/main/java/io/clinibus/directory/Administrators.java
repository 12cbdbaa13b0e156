package io.clinibus.directory;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;

/** Access rule of the directory: administrators change it. */
final class Administrators {

  private Administrators() {}

  /**
   * @throws Failure {@code FORBIDDEN} unless the caller is an administrator
   */
  static void require(Caller caller) {
    if (!caller.has(Role.ADMIN)) {
      throw Failure.forbidden("Only administrators change departments and doctors.");
    }
  }
}
