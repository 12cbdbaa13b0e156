package io.clinibus.identity.account;

import io.clinibus.bus.Caller;
import io.clinibus.identity.api.SessionsApi.Revocations;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.IdleLimit;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Sessions, their refresh tokens, and revocations. */
public final class SessionRepository {

  /**
   * Grace period in which a used refresh token is still accepted. Two tabs that wake up together
   * send the same cookie, and a response can be lost; each repeat gets its own token. A theft
   * within this period is not detected: the cost of not signing legitimate users out.
   */
  public static final Duration GRACE = Duration.ofSeconds(10);

  private final Pool pool;
  private final Pool reserved;
  private final IdleLimit idleLimit;

  /**
   * @param reserved for reading revocations, which every node does each second
   */
  public SessionRepository(Pool pool, Pool reserved, IdleLimit idleLimit) {
    this.pool = pool;
    this.reserved = reserved;
    this.idleLimit = idleLimit;
  }

  /** Opens a session; empty if the account was blocked or its password changed in the meantime. */
  public Future<Optional<OpenSession>> open(
      User user, String passwordHash, NewSession session, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection -> SessionStatements.open(connection, user, passwordHash, session),
        Optional::isPresent);
  }

  /**
   * Exchanges a refresh token for its successor, in one transaction.
   *
   * @param activeAt when the user has last done something, as the client states it
   */
  public Future<RefreshResult> rotate(
      byte[] tokenHash, NewSession next, Instant activeAt, Caller caller) {
    Buffer hash = Buffer.buffer(tokenHash);
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            lock(connection, hash)
                .compose(locked -> locked ? presented(connection, hash) : unknown())
                .onSuccess(presented -> identify(caller, presented))
                .compose(
                    presented ->
                        presented
                            .map(row -> judged(connection, hash, row, next, activeAt))
                            .orElse(Future.succeededFuture(new RefreshResult.Unknown()))),
        RefreshResult.Continued.class::isInstance);
  }

  private static void identify(Caller caller, Optional<Row> presented) {
    presented
        .map(AccountRows::user)
        .ifPresentOrElse(
            user -> caller.isAbout(user.id(), user.patientId()), caller::isAboutNobody);
  }

  /** Ends the session of a refresh token; empty if there is none. */
  public Future<Optional<SessionsRevoked>> end(byte[] tokenHash, Instant at, Caller caller) {
    Buffer hash = Buffer.buffer(tokenHash);
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            lock(connection, hash)
                .compose(locked -> locked ? presented(connection, hash) : unknown())
                .compose(
                    presented ->
                        presented
                            .map(row -> revoke(connection, row, at).map(Optional::of))
                            .orElse(Future.succeededFuture(Optional.empty())))
                .onSuccess(ended -> ended.ifPresent(it -> caller.isAbout(it.userId()))),
        Optional::isPresent);
  }

  /**
   * The revocations since the given instant; with the snapshot of an earlier read only those that
   * were not visible in it, whenever their transactions began.
   *
   * @param read of the earlier read, or null; one that is ahead of this server, as after a restore,
   *     counts as null
   */
  public Future<Revocations> revocationsSince(Instant since, String read) {
    return reserved
        .preparedQuery(
            """
            WITH reader AS MATERIALIZED (
              SELECT CASE WHEN pg_snapshot_xmax($2::text::pg_snapshot)
                               <= pg_snapshot_xmax(pg_current_snapshot())
                          THEN $2::text::pg_snapshot END AS read
            ), fresh AS (
              SELECT r.account_id, r.not_after FROM reader, identity.revocation r
              WHERE r.not_after > $1
                AND (reader.read IS NULL
                     OR r.xid >= pg_snapshot_xmax(reader.read)
                     OR r.xid = ANY (ARRAY(SELECT pg_snapshot_xip(reader.read))))
            )
            SELECT pg_current_snapshot()::text AS read, f.account_id, f.not_after
            FROM reader LEFT JOIN fresh f ON true
            """)
        .execute(Tuple.of(Rows.utc(since), read))
        .map(
            rows ->
                new Revocations(
                    Rows.list(rows, SessionRepository::revocation).stream()
                        .flatMap(Optional::stream)
                        .toList(),
                    rows.iterator().next().getString("read")));
  }

  private static Optional<SessionsRevoked> revocation(Row row) {
    return Optional.ofNullable(row.getUUID("account_id"))
        .map(account -> new SessionsRevoked(account, Rows.instant(row, "not_after")));
  }

  /** Locks the session, so that later reads in the transaction are current. */
  private static Future<Boolean> lock(SqlClient connection, Buffer tokenHash) {
    return connection
        .preparedQuery(
            """
            SELECT id FROM identity.session
            WHERE id = (SELECT session_id FROM identity.refresh_token WHERE token_hash = $1)
            FOR UPDATE
            """)
        .execute(Tuple.of(tokenHash))
        .map(rows -> rows.size() > 0);
  }

  private static Future<Optional<Row>> unknown() {
    return Future.succeededFuture(Optional.empty());
  }

  private static Future<Optional<Row>> presented(SqlClient connection, Buffer tokenHash) {
    return connection
        .preparedQuery(
            """
            SELECT t.session_id, t.used_at, least(t.expires_at, s.ends_at) AS usable_until,
              coalesce(s.active_at, s.issued_at) AS active_at, %s
            FROM identity.refresh_token t
            JOIN identity.session s ON s.id = t.session_id
            JOIN identity.account a ON a.id = s.account_id
            WHERE t.token_hash = $1
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(tokenHash))
        .map(rows -> Rows.first(rows));
  }

  private Future<RefreshResult> judged(
      SqlClient connection, Buffer tokenHash, Row presented, NewSession next, Instant activeAt) {
    User user = AccountRows.user(presented);
    if (user.blocked() || !next.at().isBefore(Rows.instant(presented, "usable_until"))) {
      return Future.succeededFuture(new RefreshResult.Unknown());
    }
    Instant usedAt = Rows.instant(presented, "used_at");
    if (usedAt != null && next.at().isAfter(usedAt.plus(GRACE))) {
      return revoke(connection, presented, next.at()).map(RefreshResult.Reused::new);
    }
    Instant before = Rows.instant(presented, "active_at");
    Instant active = activeAt.isAfter(before) ? activeAt : before;
    if (idleLimit.isExceeded(user, active, next.at())) {
      return revoke(connection, presented, next.at()).map(RefreshResult.Idle::new);
    }
    return proceed(connection, tokenHash, presented.getUUID("session_id"), next, active)
        .map(row -> new RefreshResult.Continued(AccountRows.open(user, row)));
  }

  private static Future<Row> proceed(
      SqlClient connection, Buffer tokenHash, UUID sessionId, NewSession next, Instant active) {
    return connection
        .preparedQuery(
            """
            WITH used AS (
              UPDATE identity.refresh_token SET used_at = $4
              WHERE token_hash = $1 AND used_at IS NULL
            ), continued AS (
              UPDATE identity.session s
              SET issued_at = greatest($4, s.issued_at,
                    (SELECT r.not_after + interval '1 ms' FROM identity.revocation r
                     WHERE r.account_id = s.account_id)),
                  expires_at = least($5, s.ends_at),
                  active_at = $6
              WHERE s.id = $2
              RETURNING s.id, s.issued_at, s.expires_at, %s
            ), token AS (
              INSERT INTO identity.refresh_token (token_hash, session_id, expires_at)
              SELECT $3, id, expires_at FROM continued
            )
            SELECT issued_at, expires_at, authenticated_at, methods FROM continued
            """
                .formatted(AccountRows.SIGN_IN))
        .execute(
            Tuple.of(
                tokenHash,
                sessionId,
                Buffer.buffer(next.tokenHash()),
                Rows.utc(next.at()),
                Rows.utc(next.expiresAt()),
                Rows.utc(active)))
        .map(Rows::one);
  }

  private static Future<SessionsRevoked> revoke(SqlClient connection, Row presented, Instant at) {
    return SessionStatements.revokeOne(
        connection, presented.getUUID("id"), presented.getUUID("session_id"), at);
  }
}
