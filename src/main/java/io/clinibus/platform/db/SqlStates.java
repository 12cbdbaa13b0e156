package io.clinibus.platform.db;

/** SQLSTATEs raised by the domains' SQL functions for expected rejections. */
public final class SqlStates {

  public static final String UNIQUE_VIOLATION = "23505";
  public static final String FOREIGN_KEY_VIOLATION = "23503";
  public static final String EXCLUSION_VIOLATION = "23P01";
  public static final String NO_DATA_FOUND = "P0002";

  private SqlStates() {}
}
