package io.clinibus.identity;

import static io.clinibus.identity.AccountRows.timestamp;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes what has expired: sessions, refresh tokens, revocations and invitations. In batches that
 * skip rows in use, so that it holds nobody up and any number of nodes may do it at once.
 */
final class Housekeeping {

  private static final int BATCH = 1_000;

  /** A node whose clock is behind may still accept a token that has expired here. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private static final String SESSIONS =
      """
      DELETE FROM identity.session WHERE id IN (
        SELECT id FROM identity.session WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;
  private static final String REFRESH_TOKENS =
      """
      DELETE FROM identity.refresh_token WHERE token_hash IN (
        SELECT token_hash FROM identity.refresh_token WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;
  private static final String INVITATIONS =
      """
      DELETE FROM identity.invitation WHERE account_id IN (
        SELECT account_id FROM identity.invitation WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;
  private static final String REVOCATIONS =
      """
      DELETE FROM identity.revocation WHERE account_id IN (
        SELECT account_id FROM identity.revocation WHERE not_after < $1
        ORDER BY not_after LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private final Pool pool;
  private final Clock clock;

  Housekeeping(Pool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * Cleans up once.
   *
   * @return how many rows were deleted
   */
  Future<Integer> run() {
    Instant now = clock.instant();
    Instant tokensGone = now.minus(AccessTokens.LIFE).minus(CLOCK_TOLERANCE);
    return purge(REFRESH_TOKENS, now, 0)
        .compose(total -> purge(SESSIONS, now, total))
        .compose(total -> purge(INVITATIONS, now, total))
        .compose(total -> purge(REVOCATIONS, tokensGone, total));
  }

  private Future<Integer> purge(String sql, Instant before, int sofar) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(timestamp(before), BATCH))
        .compose(
            rows -> {
              int total = sofar + rows.rowCount();
              return rows.rowCount() < BATCH
                  ? Future.succeededFuture(total)
                  : purge(sql, before, total);
            });
  }
}
