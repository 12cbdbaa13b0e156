package io.clinibus.identity.account;

import io.clinibus.bus.Role;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;

/** The account of the first administrator. */
public final class FirstAdminRepository {

  private final Pool pool;

  public FirstAdminRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Creates the account of an administrator and its invitation, as long as no administrator has set
   * a password. Of several such accounts only the last one has a valid invitation.
   *
   * @return empty if there is an administrator; fails with {@code ALREADY_EXISTS} if the e-mail
   *     address is that of another account
   */
  public Future<Optional<User>> invite(NewAccount account, byte[] tokenHash, Instant expiresAt) {
    return pool.withTransaction(
        connection ->
            lock(connection)
                .compose(locked -> hasAdmin(connection))
                .compose(
                    exists ->
                        exists
                            ? Future.succeededFuture(Optional.empty())
                            : replace(connection, account, tokenHash, expiresAt)
                                .map(Optional::of)));
  }

  /** Two commands at once create one administrator. */
  private static Future<?> lock(SqlClient connection) {
    return connection.query("LOCK TABLE identity.account IN SHARE ROW EXCLUSIVE MODE").execute();
  }

  private static Future<Boolean> hasAdmin(SqlClient connection) {
    return connection
        .preparedQuery(
            """
            SELECT FROM identity.account
            WHERE roles @> ARRAY[$1::text] AND password_hash IS NOT NULL LIMIT 1
            """)
        .execute(Tuple.of(Role.ADMIN.name()))
        .map(rows -> rows.size() > 0);
  }

  private static Future<User> replace(
      SqlClient connection, NewAccount account, byte[] tokenHash, Instant expiresAt) {
    return connection
        .preparedQuery(
            """
            DELETE FROM identity.invitation i USING identity.account a
            WHERE a.id = i.account_id AND a.roles @> ARRAY[$1::text]
            """)
        .execute(Tuple.of(Role.ADMIN.name()))
        .compose(voided -> pending(connection, account.email()))
        .compose(
            known ->
                known
                    .map(Future::succeededFuture)
                    .orElseGet(() -> AccountRepository.insert(connection, account)))
        .compose(
            user ->
                InvitationRepository.replace(connection, user.id(), tokenHash, expiresAt)
                    .map(user));
  }

  /** An administrator with this address who was invited before. */
  private static Future<Optional<User>> pending(SqlClient connection, String email) {
    return connection
        .preparedQuery(
            """
            SELECT %s FROM identity.account a
            WHERE lower(a.email) = lower($1) AND a.roles @> ARRAY[$2::text]
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(email, Role.ADMIN.name()))
        .map(rows -> Rows.first(rows).map(AccountRows::user));
  }
}
