package io.clinibus.platform.audit;

import io.clinibus.bus.Caller;
import io.clinibus.bus.audit.AuditEntry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs changes in a transaction that writes the audit entry of the caller's request as well. */
public final class AuditedTransaction {

  private AuditedTransaction() {}

  /**
   * Runs a change. If it fails, neither the change nor an entry remains.
   *
   * @param change fails if it changes nothing
   */
  public static <T> Future<T> run(
      Pool pool, Caller caller, Function<SqlConnection, Future<T>> change) {
    return run(pool, caller, change, result -> true);
  }

  /**
   * As above.
   *
   * @param isChange whether a result means that something was changed; no entry otherwise
   */
  public static <T> Future<T> run(
      Pool pool, Caller caller, Function<SqlConnection, Future<T>> change, Predicate<T> isChange) {
    if (caller.audit() == null) {
      return pool.withTransaction(change);
    }
    return pool.withTransaction(
            connection ->
                change
                    .apply(connection)
                    .compose(
                        result ->
                            isChange.test(result)
                                ? append(connection, caller)
                                    .map(entry -> new Recorded<>(result, entry))
                                : Future.succeededFuture(new Recorded<>(result, null))))
        .map(
            recorded -> {
              if (recorded.entry() != null) {
                caller.audit().committed(recorded.entry());
              }
              return recorded.result();
            });
  }

  private record Recorded<T>(T result, AuditEntry entry) {}

  private static Future<AuditEntry> append(SqlConnection connection, Caller caller) {
    AuditEntry entry = caller.audit().entry();
    return connection
        .preparedQuery(AuditStatement.INSERT)
        .execute(AuditStatement.add(Tuple.tuple(), entry))
        .map(entry);
  }
}
