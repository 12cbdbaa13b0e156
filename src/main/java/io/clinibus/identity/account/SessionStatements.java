package io.clinibus.identity.account;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.SignIn;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.events.Outbox;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Opens and revokes sessions in the caller's transaction.
 *
 * <p>Locks are always taken in the order account, sessions, revocation. An access token is issued
 * later than every earlier revocation of its account, and a revocation covers the latest token
 * issued, even if the clocks of two nodes differ.
 */
public final class SessionStatements {

  private SessionStatements() {}

  /**
   * Opens a session, unless the account was blocked or its password changed since it was verified:
   * the lock on the account serialises this with a block.
   *
   * @param passwordHash the hash that the password was verified against
   */
  public static Future<Optional<OpenSession>> open(
      SqlClient connection, User user, String passwordHash, NewSession session) {
    return connection
        .preparedQuery(
            """
            WITH account AS (
              SELECT id FROM identity.account
              WHERE id = $2 AND blocked_at IS NULL AND password_hash = $3
              FOR SHARE
            ), opened AS (
              INSERT INTO identity.session
                (id, account_id, issued_at, expires_at, ends_at, device, network, active_at,
                 authenticated_at, methods)
              SELECT $1, id,
                greatest($5, (SELECT not_after + interval '1 ms' FROM identity.revocation r
                              WHERE r.account_id = account.id)),
                $6, $7, $8, $9, $5, $5, $10
              FROM account
              RETURNING id, issued_at, expires_at
            ), token AS (
              INSERT INTO identity.refresh_token (token_hash, session_id, expires_at)
              SELECT $4, id, expires_at FROM opened
            )
            SELECT issued_at, expires_at FROM opened
            """)
        .execute(
            Tuple.of(
                UuidV7.next(),
                user.id(),
                passwordHash,
                Buffer.buffer(session.tokenHash()),
                Rows.utc(session.at()),
                Rows.utc(session.expiresAt()),
                Rows.utc(session.endsAt()),
                session.origin().device(),
                session.origin().network(),
                AccountRows.methods(session.methods())))
        .map(
            rows ->
                Rows.first(rows)
                    .map(
                        row ->
                            new OpenSession(
                                user,
                                new SignIn(session.at(), session.methods()),
                                Rows.instant(row, "issued_at"),
                                Rows.instant(row, "expires_at"))));
  }

  /**
   * Records that the user of a session has authenticated once more, and returns the session for its
   * next access token.
   */
  public static Future<OpenSession> authenticated(
      SqlClient connection, User user, UUID sessionId, SignIn signIn) {
    return connection
        .preparedQuery(
            """
            UPDATE identity.session s
            SET authenticated_at = $2,
                methods = ARRAY(SELECT DISTINCT unnest(coalesce(s.methods, '{PASSWORD}') || $3)),
                issued_at = greatest($2, s.issued_at,
                  (SELECT r.not_after + interval '1 ms' FROM identity.revocation r
                   WHERE r.account_id = s.account_id))
            WHERE s.id = $1
            RETURNING s.issued_at, s.expires_at, %s
            """
                .formatted(AccountRows.SIGN_IN))
        .execute(Tuple.of(sessionId, Rows.utc(signIn.at()), AccountRows.methods(signIn.methods())))
        .map(
            rows ->
                Rows.first(rows)
                    .map(row -> AccountRows.open(user, row))
                    .orElseThrow(() -> Failure.of(CommonFailures.UNAUTHENTICATED)));
  }

  /** Ends every session of the account and voids their access tokens. */
  public static Future<SessionsRevoked> revokeAll(
      SqlClient connection, UUID accountId, Instant at) {
    return connection
        .preparedQuery(
            """
            SELECT id FROM identity.session WHERE account_id = $1 ORDER BY id FOR UPDATE
            """)
        .execute(Tuple.of(accountId))
        .compose(locked -> voidTokens(connection, accountId, at))
        .compose(
            revoked ->
                connection
                    .preparedQuery(
                        """
                        DELETE FROM identity.session WHERE account_id = $1
                        """)
                    .execute(Tuple.of(accountId))
                    .map(revoked));
  }

  /**
   * Ends one session, whose row the transaction has locked. Access tokens are voided by account, so
   * those of the account's other sessions are voided too; their refresh tokens obtain new ones.
   */
  public static Future<SessionsRevoked> revokeOne(
      SqlClient connection, UUID accountId, UUID sessionId, Instant at) {
    return voidTokens(connection, accountId, at)
        .compose(
            revoked ->
                connection
                    .preparedQuery(
                        """
                        DELETE FROM identity.session WHERE id = $1
                        """)
                    .execute(Tuple.of(sessionId))
                    .map(revoked));
  }

  /** Ends every session of the account but one. */
  public static Future<SessionsRevoked> revokeOthers(
      SqlClient connection, UUID accountId, UUID kept, Instant at) {
    return connection
        .preparedQuery(
            """
            SELECT id FROM identity.session WHERE account_id = $1 ORDER BY id FOR UPDATE
            """)
        .execute(Tuple.of(accountId))
        .compose(locked -> voidTokens(connection, accountId, at))
        .compose(
            revoked ->
                connection
                    .preparedQuery(
                        """
                        DELETE FROM identity.session WHERE account_id = $1 AND id <> $2
                        """)
                    .execute(Tuple.of(accountId, kept))
                    .map(revoked));
  }

  private static Future<SessionsRevoked> voidTokens(
      SqlClient connection, UUID accountId, Instant at) {
    return connection
        .preparedQuery(
            """
            INSERT INTO identity.revocation (account_id, not_after)
            SELECT $1, greatest($2, max(issued_at)) FROM identity.session WHERE account_id = $1
            ON CONFLICT (account_id)
              DO UPDATE SET not_after = greatest(revocation.not_after, excluded.not_after)
            RETURNING not_after
            """)
        .execute(Tuple.of(accountId, Rows.utc(at)))
        .map(rows -> new SessionsRevoked(accountId, Rows.instant(Rows.one(rows), "not_after")))
        .compose(
            revoked ->
                Outbox.append(connection, SessionsApi.SESSIONS_REVOKED, revoked).map(revoked));
  }
}
