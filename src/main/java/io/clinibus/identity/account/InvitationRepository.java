package io.clinibus.identity.account;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityApi.SessionsRevoked;
import io.clinibus.identity.api.IdentityApi.User;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Invitations: links to set a first or new password, one per account, usable once. */
public final class InvitationRepository {

  /**
   * Result of setting a password through an invitation.
   *
   * @param revoked the sessions of the earlier password
   */
  public record Accepted(OpenSession session, SessionsRevoked revoked) {}

  private final Pool pool;

  public InvitationRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Creates an account without a password, and its invitation.
   *
   * @return fails with {@code ALREADY_EXISTS} if the e-mail address or the doctor has an account,
   *     {@code INVALID_REQUEST} if there is no such doctor
   */
  public Future<User> invite(
      NewAccount account, byte[] tokenHash, Instant expiresAt, Caller caller) {
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                StaffRepository.requireActive(connection, account.doctorId())
                    .compose(active -> AccountRepository.insert(connection, account))
                    .compose(
                        user -> replace(connection, user.id(), tokenHash, expiresAt).map(user)))
        .recover(AccountRepository::refused);
  }

  /** Replaces the account's invitation; an earlier one becomes invalid. */
  public Future<Void> renew(UUID accountId, byte[] tokenHash, Instant expiresAt, Caller caller) {
    return AuditedTransaction.run(
        pool, caller, connection -> replace(connection, accountId, tokenHash, expiresAt));
  }

  /** The account of an invitation; empty if the invitation is no longer valid. */
  public Future<Optional<Account>> invited(byte[] tokenHash, Instant at) {
    return pool.preparedQuery(
            """
            SELECT %s FROM identity.invitation i JOIN identity.account a ON a.id = i.account_id
            WHERE i.token_hash = $1 AND i.expires_at > $2
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(Buffer.buffer(tokenHash), Rows.utc(at)))
        .map(rows -> Rows.first(rows).map(AccountRows::account));
  }

  /**
   * Consumes an invitation: sets the password, ends earlier sessions and opens a new one.
   *
   * @param account as returned by {@link #invited}
   * @return fails with {@code INVALID_REQUEST} if the invitation was used or replaced, or the
   *     account blocked, in the meantime
   */
  public Future<Accepted> accept(
      byte[] tokenHash, Account account, String passwordHash, NewSession session, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            AccountRepository.setPassword(connection, account, passwordHash)
                .map(user -> user.orElseThrow(InvitationRepository::linkVoid))
                .compose(user -> consume(connection, tokenHash, session.at()).map(user))
                .compose(user -> startAfresh(connection, user, passwordHash, session)));
  }

  public static Failure linkVoid() {
    return Failure.invalid(
        IdentityFieldErrors.LINK_VOID.at(
            "/token", "This link has been used, replaced or has expired. Ask for a new one."));
  }

  private static Future<Accepted> startAfresh(
      SqlClient connection, User user, String passwordHash, NewSession session) {
    return SessionStatements.revokeAll(connection, user.id(), session.at())
        .compose(
            revoked ->
                SessionStatements.open(connection, user, passwordHash, session)
                    .map(opened -> new Accepted(opened.orElseThrow(), revoked)));
  }

  static Future<Void> replace(
      SqlClient connection, UUID accountId, byte[] tokenHash, Instant expiresAt) {
    return connection
        .preparedQuery(
            """
            INSERT INTO identity.invitation (account_id, token_hash, expires_at)
            VALUES ($1, $2, $3)
            ON CONFLICT (account_id)
              DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at
            """)
        .execute(Tuple.of(accountId, Buffer.buffer(tokenHash), Rows.utc(expiresAt)))
        .mapEmpty();
  }

  private static Future<Void> consume(SqlClient connection, byte[] tokenHash, Instant at) {
    return connection
        .preparedQuery(
            """
            DELETE FROM identity.invitation WHERE token_hash = $1 AND expires_at > $2
            """)
        .execute(Tuple.of(Buffer.buffer(tokenHash), Rows.utc(at)))
        .compose(
            rows ->
                rows.rowCount() > 0 ? Future.succeededFuture() : Future.failedFuture(linkVoid()));
  }
}
