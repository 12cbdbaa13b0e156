package io.clinibus.identity.factor;

import io.clinibus.bus.Caller;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRows;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.api.FactorsApi.FactorKind;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sign-ins that wait for a second factor, each for a short time and a few attempts. */
public final class ChallengeRepository {

  private static final int MOST_ATTEMPTS = 5;

  private final Pool pool;

  public ChallengeRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Asks for a second factor, if the account has any.
   *
   * @return the kinds of factors; empty if there are none, and nothing is asked
   */
  public Future<List<FactorKind>> begin(UUID accountId, byte[] tokenHash, Instant expiresAt) {
    return pool.preparedQuery(
            """
            WITH kinds AS (
              SELECT DISTINCT kind FROM identity.any_factor WHERE account_id = $1
            ), asked AS (
              INSERT INTO identity.sign_in_challenge (token_hash, account_id, expires_at)
              SELECT $2, $1, $3 WHERE EXISTS (SELECT FROM kinds)
            )
            SELECT kind FROM kinds ORDER BY kind DESC
            """)
        .execute(Tuple.of(accountId, Buffer.buffer(tokenHash), Rows.utc(expiresAt)))
        .map(rows -> Rows.list(rows, row -> FactorKind.valueOf(row.getString("kind"))));
  }

  /**
   * Counts an attempt before it is made, so that no more are made at the same time than in turn.
   *
   * @return the account that signs in; empty if the challenge is over
   */
  public Future<Optional<Account>> attempt(byte[] tokenHash, Instant at) {
    return pool.preparedQuery(
            """
            WITH attempt AS (
              UPDATE identity.sign_in_challenge SET attempts = attempts + 1
              WHERE token_hash = $1 AND expires_at > $2 AND attempts < $3
              RETURNING account_id
            )
            SELECT %s FROM attempt JOIN identity.account a ON a.id = attempt.account_id
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(Buffer.buffer(tokenHash), Rows.utc(at), MOST_ATTEMPTS))
        .map(rows -> Rows.first(rows).map(AccountRows::account));
  }

  /**
   * Uses challenge and factor, and opens the session.
   *
   * @return empty if one of them was used in the meantime, or the account was blocked
   */
  public Future<Optional<OpenSession>> complete(
      byte[] tokenHash, Account account, FactorUse use, NewSession session, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            consume(connection, tokenHash)
                .compose(
                    consumed ->
                        consumed
                            ? FactorUseStatements.open(connection, account, use, session)
                            : Future.succeededFuture(Optional.empty())),
        Optional::isPresent);
  }

  private static Future<Boolean> consume(SqlClient connection, byte[] tokenHash) {
    return connection
        .preparedQuery(
            """
            DELETE FROM identity.sign_in_challenge WHERE token_hash = $1
            """)
        .execute(Tuple.of(Buffer.buffer(tokenHash)))
        .map(deleted -> deleted.rowCount() == 1);
  }
}
