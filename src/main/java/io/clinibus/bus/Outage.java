package io.clinibus.bus;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.List;

/** Tells a service that is away or overloaded from a fault of ours. Asking again may help. */
final class Outage {

  /** Connection lost, resources exhausted, server stopping or starting. */
  private static final List<String> SQL_STATES = List.of("08", "53", "57P");

  private Outage() {}

  static boolean causes(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof ClosedConnectionException
        || failure instanceof ConnectionPoolTooBusyException
        || (failure instanceof DatabaseException refused
            && refused.getSqlState() != null
            && SQL_STATES.stream().anyMatch(refused.getSqlState()::startsWith));
  }
}
