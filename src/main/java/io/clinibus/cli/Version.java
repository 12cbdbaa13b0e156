package io.clinibus.cli;

import java.util.Objects;

/** The version of this release. */
final class Version {

  private Version() {}

  /** From the jar's manifest; a development version without a jar. */
  static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }
}
