package io.clinibus.identity.factor;

import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Recovery codes in PostgreSQL. */
public final class RecoveryCodeRepository {

  private final Pool pool;

  public RecoveryCodeRepository(Pool pool) {
    this.pool = pool;
  }

  /** How many codes are left. */
  public Future<Integer> left(UUID accountId) {
    return pool.preparedQuery(
            """
            SELECT count(*)::int AS codes FROM identity.recovery_code WHERE account_id = $1
            """)
        .execute(Tuple.of(accountId))
        .map(rows -> Rows.one(rows).getInteger("codes"));
  }

  /** Whether the account has a code that was not used. */
  Future<Boolean> has(UUID accountId, byte[] hash) {
    return pool.preparedQuery(
            """
            SELECT FROM identity.recovery_code WHERE account_id = $1 AND code_hash = $2
            """)
        .execute(Tuple.of(accountId, Buffer.buffer(hash)))
        .map(rows -> rows.size() == 1);
  }

  /** Replaces all codes of an account; none for no codes. */
  public static Future<Void> replace(
      SqlClient connection, UUID accountId, List<String> codes, Instant at) {
    Buffer[] hashes =
        codes.stream().map(RecoveryCodes::hash).map(Buffer::buffer).toArray(Buffer[]::new);
    return connection
        .preparedQuery(
            """
            DELETE FROM identity.recovery_code WHERE account_id = $1
            """)
        .execute(Tuple.of(accountId))
        .compose(
            deleted ->
                connection
                    .preparedQuery(
                        """
                        INSERT INTO identity.recovery_code (account_id, code_hash, created_at)
                        SELECT $1, unnest($2::bytea[]), $3
                        """)
                    .execute(Tuple.of(accountId, hashes, Rows.utc(at))))
        .mapEmpty();
  }
}
