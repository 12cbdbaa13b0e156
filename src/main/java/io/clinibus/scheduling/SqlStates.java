package io.clinibus.scheduling;

/** The SQLSTATEs by which the domain's functions refuse. */
final class SqlStates {

  static final String UNIQUE_VIOLATION = "23505";
  static final String FOREIGN_KEY_VIOLATION = "23503";
  static final String EXCLUSION_VIOLATION = "23P01";
  static final String NO_DATA_FOUND = "P0002";

  private SqlStates() {}
}
