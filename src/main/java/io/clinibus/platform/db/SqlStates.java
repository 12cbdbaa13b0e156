package io.clinibus.platform.db;

import java.util.List;

/** The SQLSTATEs that the code distinguishes, by the names of PostgreSQL's manual (appendix A). */
public final class SqlStates {

  public static final String FEATURE_NOT_SUPPORTED = "0A000";
  public static final String UNABLE_TO_CONNECT = "08001";
  public static final String CONNECTION_REJECTED = "08004";
  public static final String CONNECTION_FAILURE = "08006";
  public static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";
  public static final String FOREIGN_KEY_VIOLATION = "23503";
  public static final String UNIQUE_VIOLATION = "23505";
  public static final String EXCLUSION_VIOLATION = "23P01";
  public static final String INVALID_AUTHORIZATION = "28000";
  public static final String INVALID_PASSWORD = "28P01";
  public static final String INVALID_CATALOG_NAME = "3D000";
  public static final String SERIALIZATION_FAILURE = "40001";
  public static final String INSUFFICIENT_PRIVILEGE = "42501";
  public static final String TOO_MANY_CONNECTIONS = "53300";
  public static final String LOCK_NOT_AVAILABLE = "55P03";
  public static final String CANNOT_CONNECT_NOW = "57P03";
  public static final String NO_DATA_FOUND = "P0002";

  /**
   * Beginnings of the SQLSTATEs of a server that is shutting down, starting, full, or no longer
   * writable.
   */
  static final List<String> UNREACHABLE = List.of("08", "53", "57P", "25006");

  private SqlStates() {}
}
