package io.clinibus.directory;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.Role;

/** Who may change the directory. */
final class Administrators {

  private Administrators() {}

  /**
   * @throws Failure {@code FORBIDDEN} for everybody else
   */
  static void require(Caller caller) {
    if (!caller.has(Role.ADMIN)) {
      throw Failure.forbidden("Only administrators change departments and doctors.");
    }
  }
}
