package io.clinibus.identity.account;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.UsersApi.User;
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

/**
 * Links to set a first or new password, usable once: invitations, one per account, and those that
 * were mailed.
 */
public final class InvitationRepository {

  /**
   * Result of setting a password through an invitation.
   *
   * @param session empty if the account has a second factor, which is asked for
   * @param revoked the sessions of the earlier password
   */
  public record Accepted(Optional<OpenSession> session, SessionsRevoked revoked) {}

  /**
   * A link with which a password is set: an invitation, by the hash of its token, or one of a mail.
   *
   * @param tokenHash SHA-256 of the token
   * @param reset the id of a mailed link; null for an invitation
   */
  public record PasswordLink(byte[] tokenHash, UUID reset) {}

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

  /** The account of a link; empty if the link is no longer valid. */
  public Future<Optional<Account>> invited(PasswordLink link, Instant at) {
    return pool.preparedQuery(
            """
            SELECT %s FROM identity.account a
            WHERE a.id = (
              SELECT account_id FROM identity.invitation WHERE token_hash = $1 AND expires_at > $3
              UNION ALL
              SELECT account_id FROM identity.password_reset WHERE id = $2 AND expires_at > $3)
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(Buffer.buffer(link.tokenHash()), link.reset(), Rows.utc(at)))
        .map(rows -> Rows.first(rows).map(AccountRows::account));
  }

  /**
   * Consumes a link: sets the password, ends earlier sessions, voids all other links and opens a
   * new session. The owner of an account that had a password gets a mail.
   *
   * @param account as returned by {@link #invited}
   * @return fails with {@code INVALID_REQUEST} if the invitation was used or replaced, or the
   *     account blocked, in the meantime
   */
  public Future<Accepted> accept(
      PasswordLink link, Account account, String passwordHash, NewSession session, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            AccountRepository.setPassword(connection, account, passwordHash)
                .map(user -> user.orElseThrow(InvitationRepository::linkVoid))
                .compose(user -> consume(connection, link, session.at()).map(user))
                .compose(user -> replaced(connection, account, user).map(user))
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
                hasSecondFactor(connection, user.id())
                    .compose(
                        has ->
                            has
                                ? Future.succeededFuture(Optional.<OpenSession>empty())
                                : SessionStatements.open(connection, user, passwordHash, session)
                                    .map(opened -> Optional.of(opened.orElseThrow())))
                    .map(opened -> new Accepted(opened, revoked)));
  }

  private static Future<Boolean> hasSecondFactor(SqlClient connection, UUID accountId) {
    return connection
        .preparedQuery(
            """
            SELECT FROM identity.factor WHERE account_id = $1 LIMIT 1
            """)
        .execute(Tuple.of(accountId))
        .map(rows -> rows.size() > 0);
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

  private static Future<Void> replaced(SqlClient connection, Account before, User user) {
    return before.passwordHash() == null
        ? AccountRepository.voidLinks(connection, user.id())
        : AccountRepository.passwordReplaced(connection, user);
  }

  private static Future<Void> consume(SqlClient connection, PasswordLink link, Instant at) {
    return connection
        .preparedQuery(
            """
            WITH reset AS (
              DELETE FROM identity.password_reset WHERE id = $2 AND expires_at > $3 RETURNING id
            ), invitation AS (
              DELETE FROM identity.invitation WHERE token_hash = $1 AND expires_at > $3
              RETURNING account_id
            )
            SELECT FROM reset UNION ALL SELECT FROM invitation
            """)
        .execute(Tuple.of(Buffer.buffer(link.tokenHash()), link.reset(), Rows.utc(at)))
        .compose(
            rows -> rows.size() > 0 ? Future.succeededFuture() : Future.failedFuture(linkVoid()));
  }
}
