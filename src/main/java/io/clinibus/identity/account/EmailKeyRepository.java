package io.clinibus.identity.account;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.SqlStates;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * Gives keys to accounts without one: those with letters beyond ASCII, which the migration left
 * out, and those that a node of an earlier release has created.
 */
public final class EmailKeyRepository {

  private record Unkeyed(UUID id, String email) {}

  private final Pool pool;

  public EmailKeyRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Gives each its key, the oldest first. An account whose key another one has stays without: its
   * user signs in with the address as it is written.
   */
  public Future<Void> fill() {
    return unkeyed()
        .compose(
            accounts -> {
              Future<Void> filled = Future.succeededFuture();
              for (Unkeyed account : accounts) {
                filled = filled.compose(before -> fill(account));
              }
              return filled;
            });
  }

  private Future<List<Unkeyed>> unkeyed() {
    return pool.preparedQuery(
            """
            SELECT id, email FROM identity.account WHERE email_key IS NULL ORDER BY created_at, id
            """)
        .execute()
        .map(
            rows -> Rows.list(rows, row -> new Unkeyed(row.getUUID("id"), row.getString("email"))));
  }

  private Future<Void> fill(Unkeyed account) {
    return pool.preparedQuery(
            """
            UPDATE identity.account SET email_key = $2
            WHERE id = $1 AND NOT EXISTS (SELECT FROM identity.account WHERE email_key = $2)
            """)
        .execute(Tuple.of(account.id(), EmailKey.of(account.email())))
        .<Void>mapEmpty()
        .recover(EmailKeyRepository::takenMeanwhile);
  }

  private static Future<Void> takenMeanwhile(Throwable cause) {
    return cause instanceof PgException refusal
            && SqlStates.UNIQUE_VIOLATION.equals(refusal.getSqlState())
        ? Future.succeededFuture()
        : Future.failedFuture(cause);
  }
}
