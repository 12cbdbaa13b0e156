package io.clinibus.identity.factor;

import io.clinibus.bus.Caller;
import io.clinibus.identity.api.FactorsApi.Factor;
import io.clinibus.identity.api.FactorsApi.FactorKind;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Second factors in PostgreSQL. */
public final class FactorRepository {

  /** The most factors of an account. */
  public static final int MOST = 20;

  private static final int BATCH = 200;

  /**
   * A stored authenticator app.
   *
   * @param lastStep the period of the latest code that was accepted
   */
  record StoredTotp(UUID id, byte[] sealedSecret, long lastStep) {}

  /** A secret that no code has confirmed yet. */
  public record Enrolment(UUID id, byte[] sealedSecret) {}

  private final Pool pool;

  public FactorRepository(Pool pool) {
    this.pool = pool;
  }

  /** The factors of an account, the oldest first. */
  public Future<List<Factor>> list(UUID accountId) {
    return pool.preparedQuery(
            """
            SELECT id, kind, name, created_at, last_used_at FROM identity.any_factor
            WHERE account_id = $1 ORDER BY created_at, id
            """)
        .execute(Tuple.of(accountId))
        .map(rows -> Rows.list(rows, FactorRepository::factor));
  }

  Future<List<StoredTotp>> totps(UUID accountId) {
    return pool.preparedQuery(
            """
            SELECT id, sealed_secret, last_step FROM identity.factor
            WHERE account_id = $1 AND kind = 'TOTP'
            """)
        .execute(Tuple.of(accountId))
        .map(
            rows ->
                Rows.list(
                    rows,
                    row ->
                        new StoredTotp(
                            row.getUUID("id"),
                            row.getBuffer("sealed_secret").getBytes(),
                            row.getLong("last_step"))));
  }

  /** Stores the secret of an authenticator app until it is confirmed, instead of an earlier one. */
  public Future<Void> start(UUID accountId, Enrolment enrolment, Instant expiresAt, Caller caller) {
    return AuditedTransaction.run(
        pool, caller, connection -> start(connection, accountId, enrolment, expiresAt));
  }

  private static Future<Void> start(
      SqlClient connection, UUID accountId, Enrolment enrolment, Instant expiresAt) {
    return connection
        .preparedQuery(
            """
            INSERT INTO identity.totp_enrolment (account_id, id, sealed_secret, expires_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (account_id) DO UPDATE
              SET id = excluded.id, sealed_secret = excluded.sealed_secret,
                  expires_at = excluded.expires_at
            """)
        .execute(
            Tuple.of(
                accountId,
                enrolment.id(),
                Buffer.buffer(enrolment.sealedSecret()),
                Rows.utc(expiresAt)))
        .mapEmpty();
  }

  public Future<Optional<Enrolment>> enrolment(UUID accountId, Instant at) {
    return pool.preparedQuery(
            """
            SELECT id, sealed_secret FROM identity.totp_enrolment
            WHERE account_id = $1 AND expires_at > $2
            """)
        .execute(Tuple.of(accountId, Rows.utc(at)))
        .map(
            rows ->
                Rows.first(rows)
                    .map(
                        row ->
                            new Enrolment(
                                row.getUUID("id"), row.getBuffer("sealed_secret").getBytes())));
  }

  /** Makes a confirmed secret a factor; false if it was confirmed or replaced in the meantime. */
  public static Future<Boolean> confirm(
      SqlClient connection, UUID enrolmentId, String name, long step, Instant at) {
    return connection
        .preparedQuery(
            """
            WITH confirmed AS (
              DELETE FROM identity.totp_enrolment WHERE id = $1
              RETURNING id, account_id, sealed_secret
            )
            INSERT INTO identity.factor
              (id, account_id, kind, name, created_at, sealed_secret, last_step)
            SELECT id, account_id, 'TOTP', $2, $4, sealed_secret, $3 FROM confirmed
            """)
        .execute(Tuple.of(enrolmentId, name, step, Rows.utc(at)))
        .map(inserted -> inserted.rowCount() == 1);
  }

  /** Locks the account, so that its factors change one after the other, and counts them. */
  public static Future<Integer> lockAndCount(SqlClient connection, UUID accountId) {
    return connection
        .preparedQuery(
            """
            SELECT id FROM identity.account WHERE id = $1 FOR NO KEY UPDATE
            """)
        .execute(Tuple.of(accountId))
        .compose(
            locked ->
                connection
                    .preparedQuery(
                        """
                        SELECT count(*)::int AS factors FROM identity.any_factor
                        WHERE account_id = $1
                        """)
                    .execute(Tuple.of(accountId)))
        .map(rows -> Rows.one(rows).getInteger("factors"));
  }

  /** Removes a factor; false if the account has no such factor. */
  public static Future<Boolean> remove(SqlClient connection, UUID accountId, UUID id) {
    return connection
        .preparedQuery(
            """
            WITH app AS (
              DELETE FROM identity.factor WHERE account_id = $1 AND id = $2 RETURNING id
            ), passkey AS (
              DELETE FROM identity.passkey WHERE account_id = $1 AND id = $2 RETURNING id
            )
            SELECT id FROM app UNION ALL SELECT id FROM passkey
            """)
        .execute(Tuple.of(accountId, id))
        .map(removed -> removed.size() == 1);
  }

  /** Renames a factor; false if the account has no such factor. */
  public static Future<Boolean> rename(SqlClient connection, UUID accountId, UUID id, String name) {
    return connection
        .preparedQuery(
            """
            WITH app AS (
              UPDATE identity.factor SET name = $3 WHERE account_id = $1 AND id = $2 RETURNING id
            ), passkey AS (
              UPDATE identity.passkey SET name = $3 WHERE account_id = $1 AND id = $2 RETURNING id
            )
            SELECT id FROM app UNION ALL SELECT id FROM passkey
            """)
        .execute(Tuple.of(accountId, id, name))
        .map(renamed -> renamed.size() == 1);
  }

  /** Removes all factors of an account, and what is not confirmed. */
  public static Future<Void> removeAll(SqlClient connection, UUID accountId) {
    return connection
        .preparedQuery(
            """
            WITH enrolments AS (DELETE FROM identity.totp_enrolment WHERE account_id = $1),
              challenges AS (DELETE FROM identity.sign_in_challenge WHERE account_id = $1),
              passkeys AS (DELETE FROM identity.passkey WHERE account_id = $1)
            DELETE FROM identity.factor WHERE account_id = $1
            """)
        .execute(Tuple.of(accountId))
        .mapEmpty();
  }

  /** Replaces what older keys have sealed, so that they can be dropped. */
  public Future<Void> seal(SealedSecrets secrets) {
    return sealAfter(new UUID(0, 0), secrets);
  }

  private Future<Void> sealAfter(UUID last, SealedSecrets secrets) {
    return pool.preparedQuery(
            """
            SELECT id, sealed_secret FROM identity.factor
            WHERE id > $1 ORDER BY id LIMIT $2
            """)
        .execute(Tuple.of(last, BATCH))
        .compose(
            rows -> {
              List<Enrolment> sealed =
                  Rows.list(
                      rows,
                      row ->
                          new Enrolment(
                              row.getUUID("id"), row.getBuffer("sealed_secret").getBytes()));
              if (sealed.isEmpty()) {
                return Future.succeededFuture();
              }
              UUID next = sealed.get(sealed.size() - 1).id();
              return Future.all(
                      sealed.stream()
                          .filter(one -> !secrets.isCurrent(one.sealedSecret()))
                          .map(one -> replace(one, secrets))
                          .toList())
                  .compose(replaced -> sealAfter(next, secrets));
            });
  }

  private Future<Void> replace(Enrolment old, SealedSecrets secrets) {
    String context = SecondFactors.context(old.id());
    byte[] sealed = secrets.seal(context, secrets.open(context, old.sealedSecret()));
    return pool.preparedQuery(
            """
            UPDATE identity.factor SET sealed_secret = $3 WHERE id = $1 AND sealed_secret = $2
            """)
        .execute(Tuple.of(old.id(), Buffer.buffer(old.sealedSecret()), Buffer.buffer(sealed)))
        .mapEmpty();
  }

  private static Factor factor(Row row) {
    return new Factor(
        row.getUUID("id"),
        FactorKind.valueOf(row.getString("kind")),
        row.getString("name"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "last_used_at"));
  }
}
