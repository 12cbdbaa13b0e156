package io.clinibus.cli;

import java.util.Objects;

/** The release that runs. */
final class Version {

  private Version() {}

  /** From the jar's manifest; classes that run without their jar are a development version. */
  static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }
}
