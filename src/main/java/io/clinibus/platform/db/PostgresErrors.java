package io.clinibus.platform.db;

import io.netty.channel.unix.Errors.NativeIoException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Classifies PostgreSQL's errors and lost connections. */
public final class PostgresErrors {

  /** Where PostgreSQL finds that a prepared statement has other columns now. */
  private static final String REVALIDATION = "RevalidateCachedQuery";

  /** What the pool says to who waited for a connection of their own. */
  private static final String WAITED_IN_VAIN = "Timeout";

  private PostgresErrors() {}

  /** Whether a row with the same values already exists, by the unique index or constraint named. */
  public static boolean isDuplicate(Throwable cause, String constraint) {
    return cause instanceof PgException e
        && SqlStates.UNIQUE_VIOLATION.equals(e.getSqlState())
        && constraint.equals(e.getConstraint());
  }

  /** The SQLSTATE of an error, or an empty text if PostgreSQL did not report it. */
  public static String state(Throwable cause) {
    return cause instanceof PgException e && e.getSqlState() != null ? e.getSqlState() : "";
  }

  /**
   * Whether the same request may succeed a little later: server unreachable, lock time-out, or a
   * table that a node of a newer release has changed.
   */
  public static boolean isTemporary(Throwable cause) {
    return isUnreachable(cause)
        || SqlStates.LOCK_NOT_AVAILABLE.equals(state(cause))
        || isOutdated(cause);
  }

  /**
   * Whether a connection had prepared the statement for other columns; it is prepared again then.
   */
  private static boolean isOutdated(Throwable cause) {
    return cause instanceof PgException e
        && SqlStates.FEATURE_NOT_SUPPORTED.equals(e.getSqlState())
        && REVALIDATION.equals(e.getRoutine());
  }

  /**
   * Whether the server was unreachable or the connection was lost. A statement in flight may have
   * taken effect.
   */
  public static boolean isUnreachable(Throwable cause) {
    if (cause instanceof PgException e) {
      return e.getSqlState() != null
          && SqlStates.UNREACHABLE.stream().anyMatch(e.getSqlState()::startsWith);
    }
    // The pool reports a closed connection or an exhausted queue as a plain VertxException, and who
    // waited for a connection of their own as a subclass of it.
    return cause instanceof SocketException
        || cause instanceof UnknownHostException
        || cause instanceof NativeIoException
        || cause instanceof ClosedConnectionException
        || cause.getClass() == VertxException.class
        || cause instanceof VertxException && WAITED_IN_VAIN.equals(cause.getMessage());
  }
}
