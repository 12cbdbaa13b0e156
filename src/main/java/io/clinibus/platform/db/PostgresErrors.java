package io.clinibus.platform.db;

import io.netty.channel.unix.Errors.NativeIoException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Tells why PostgreSQL refused a statement, or did not get it at all. */
public final class PostgresErrors {

  private PostgresErrors() {}

  /** Whether a row with the same values already exists, by the unique index or constraint named. */
  public static boolean isDuplicate(Throwable cause, String constraint) {
    return cause instanceof PgException e
        && SqlStates.UNIQUE_VIOLATION.equals(e.getSqlState())
        && constraint.equals(e.getConstraint());
  }

  /** The SQLSTATE PostgreSQL refused with, or an empty text if it was not PostgreSQL. */
  public static String state(Throwable cause) {
    return cause instanceof PgException e && e.getSqlState() != null ? e.getSqlState() : "";
  }

  /**
   * Whether the server could not be reached, or broke off. Whether a statement that was under way
   * took effect is unknown then.
   */
  public static boolean isUnreachable(Throwable cause) {
    if (cause instanceof PgException e) {
      return e.getSqlState() != null
          && SqlStates.UNREACHABLE.stream().anyMatch(e.getSqlState()::startsWith);
    }
    // The pool says with a plain VertxException that a connection was closed or did not come free.
    return cause instanceof SocketException
        || cause instanceof UnknownHostException
        || cause instanceof NativeIoException
        || cause instanceof ClosedConnectionException
        || cause.getClass() == VertxException.class;
  }
}
