package io.clinibus.platform;

import io.vertx.pgclient.PgException;

/** Tells a repository which of its constraints refused a statement. */
public final class SqlFailures {

  private static final String UNIQUE_VIOLATION = "23505";

  private SqlFailures() {}

  /** Whether a row with the same values already exists, by the unique index or constraint named. */
  public static boolean isDuplicate(Throwable cause, String constraint) {
    return cause instanceof PgException e
        && UNIQUE_VIOLATION.equals(e.getSqlState())
        && constraint.equals(e.getConstraint());
  }
}
