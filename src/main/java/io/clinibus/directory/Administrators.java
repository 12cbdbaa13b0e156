package io.clinibus.directory;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.Role;

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
