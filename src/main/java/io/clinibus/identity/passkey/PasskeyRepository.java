package io.clinibus.identity.passkey;

import io.clinibus.bus.Caller;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRows;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.api.PasskeysApi.PasskeyDescriptor;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.factor.FactorUse;
import io.clinibus.identity.factor.FactorUseStatements;
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

/** Passkeys in PostgreSQL. */
public final class PasskeyRepository {

  /**
   * A stored passkey.
   *
   * @param credentialData its id and public key, as Web Authentication encodes them
   */
  record StoredPasskey(
      UUID id,
      Account account,
      byte[] credentialData,
      long signCount,
      boolean backupEligible,
      boolean backedUp) {}

  private final Pool pool;

  public PasskeyRepository(Pool pool) {
    this.pool = pool;
  }

  Future<Optional<StoredPasskey>> find(byte[] credentialId) {
    return pool.preparedQuery(
            """
            SELECT p.id AS passkey_id, p.credential_data, p.sign_count, p.backup_eligible,
                   p.backed_up, %s
              FROM identity.passkey p JOIN identity.account a ON a.id = p.account_id
             WHERE p.credential_id = $1
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(Buffer.buffer(credentialId)))
        .map(rows -> Rows.first(rows).map(PasskeyRepository::passkey));
  }

  /** How browsers find the passkeys of an account. */
  Future<List<PasskeyDescriptor>> descriptors(UUID accountId) {
    return pool.preparedQuery(
            """
            SELECT credential_id, transports FROM identity.passkey
            WHERE account_id = $1 ORDER BY created_at, id
            """)
        .execute(Tuple.of(accountId))
        .map(rows -> Rows.list(rows, PasskeyRepository::descriptor));
  }

  /**
   * Opens a session by a passkey alone.
   *
   * @return empty if its challenge was answered before, or the account was blocked
   */
  public Future<Optional<OpenSession>> open(
      Account account, FactorUse use, NewSession session, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection -> FactorUseStatements.open(connection, account, use, session),
        Optional::isPresent);
  }

  /** Stores a passkey; false if its challenge was answered before, or an account has it. */
  public static Future<Boolean> insert(
      SqlClient connection, UUID accountId, NewPasskey passkey, Instant at) {
    return connection
        .preparedQuery(
            """
            WITH challenge AS (
              INSERT INTO identity.used_passkey_challenge (id, expires_at) VALUES ($10, $11)
              ON CONFLICT DO NOTHING RETURNING id
            )
            INSERT INTO identity.passkey (id, account_id, name, created_at, credential_id,
              credential_data, sign_count, backup_eligible, backed_up, transports)
            SELECT gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9 FROM challenge
            ON CONFLICT (credential_id) DO NOTHING
            """)
        .execute(
            Tuple.tuple()
                .addUUID(accountId)
                .addString(passkey.name())
                .addOffsetDateTime(Rows.utc(at))
                .addBuffer(Buffer.buffer(passkey.credentialId()))
                .addBuffer(Buffer.buffer(passkey.credentialData()))
                .addLong(passkey.signCount())
                .addBoolean(passkey.backupEligible())
                .addBoolean(passkey.backedUp())
                .addArrayOfString(passkey.transports().toArray(String[]::new))
                .addUUID(passkey.challenge())
                .addOffsetDateTime(Rows.utc(passkey.challengeExpiresAt())))
        .map(inserted -> inserted.rowCount() == 1);
  }

  private static StoredPasskey passkey(Row row) {
    return new StoredPasskey(
        row.getUUID("passkey_id"),
        AccountRows.account(row),
        row.getBuffer("credential_data").getBytes(),
        row.getLong("sign_count"),
        row.getBoolean("backup_eligible"),
        row.getBoolean("backed_up"));
  }

  private static PasskeyDescriptor descriptor(Row row) {
    return new PasskeyDescriptor(
        RelyingPartyOptions.TYPE,
        OpaqueTokens.base64Url(row.getBuffer("credential_id").getBytes()),
        List.of(row.getArrayOfStrings("transports")));
  }
}
