package io.clinibus.identity.device;

import io.clinibus.bus.Caller;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRows;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.SessionRepository;
import io.clinibus.identity.account.SessionStatements;
import io.clinibus.identity.api.SessionsApi.DeviceSession;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.credential.SignIn;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sessions of an account, as its user sees and ends them. */
public final class DeviceRepository {

  /**
   * The session of a refresh token.
   *
   * @param signIn when and how its user has authenticated
   */
  public record Current(Account account, UUID sessionId, SignIn signIn) {

    public UUID accountId() {
      return account.user().id();
    }
  }

  private static final int MOST = 200;

  private final Pool pool;

  public DeviceRepository(Pool pool) {
    this.pool = pool;
  }

  /** The session of a refresh token that is still valid. */
  public Future<Optional<Current>> current(byte[] tokenHash, Instant at) {
    return pool.preparedQuery(
            """
            SELECT %s, %s, s.id AS session_id FROM identity.refresh_token t
            JOIN identity.session s ON s.id = t.session_id
            JOIN identity.account a ON a.id = s.account_id AND a.blocked_at IS NULL
            WHERE t.token_hash = $1 AND least(t.expires_at, s.ends_at) > $2
              AND (t.used_at IS NULL OR t.used_at > $3)
            """
                .formatted(AccountRows.COLUMNS, AccountRows.SIGN_IN))
        .execute(
            Tuple.of(
                Buffer.buffer(tokenHash),
                Rows.utc(at),
                Rows.utc(at.minus(SessionRepository.GRACE))))
        .map(
            rows ->
                Rows.first(rows)
                    .map(
                        row ->
                            new Current(
                                AccountRows.account(row),
                                row.getUUID("session_id"),
                                AccountRows.signIn(row))));
  }

  /** The sessions that have not expired, the latest used first. */
  public Future<List<DeviceSession>> list(Current current, Instant at) {
    return pool.preparedQuery(
            """
            SELECT id, device, network, ends_at, issued_at FROM identity.session
            WHERE account_id = $1 AND expires_at > $2
            ORDER BY id = $3 DESC, issued_at DESC, id LIMIT $4
            """)
        .execute(Tuple.of(current.accountId(), Rows.utc(at), current.sessionId(), MOST))
        .map(rows -> Rows.list(rows, row -> session(row, current)));
  }

  /** Ends one session; empty if the account has no such session. */
  public Future<Optional<SessionsRevoked>> end(
      UUID accountId, UUID sessionId, Instant at, Caller caller) {
    caller.isAbout(accountId);
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            connection
                .preparedQuery(
                    """
                    SELECT id FROM identity.session WHERE id = $1 AND account_id = $2 FOR UPDATE
                    """)
                .execute(Tuple.of(sessionId, accountId))
                .compose(
                    locked ->
                        locked.size() == 0
                            ? Future.succeededFuture(Optional.empty())
                            : SessionStatements.revokeOne(connection, accountId, sessionId, at)
                                .map(Optional::of)),
        Optional::isPresent);
  }

  /** Ends all sessions but the current one. */
  public Future<SessionsRevoked> endOthers(Current current, Instant at, Caller caller) {
    caller.isAbout(current.accountId());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            SessionStatements.revokeOthers(
                connection, current.accountId(), current.sessionId(), at));
  }

  private static DeviceSession session(Row row, Current current) {
    UUID id = row.getUUID("id");
    return new DeviceSession(
        id,
        row.getString("device"),
        row.getString("network"),
        NewSession.openedAt(Rows.instant(row, "ends_at")),
        Rows.instant(row, "issued_at"),
        id.equals(current.sessionId()));
  }
}
