package io.clinibus.identity.factor;

import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.account.SessionStatements;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.factor.FactorUse.PasskeyUse;
import io.clinibus.identity.factor.FactorUse.RecoveryCodeUse;
import io.clinibus.identity.factor.FactorUse.TotpUse;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.mail.MailStatements;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Uses second factors in the caller's transaction. */
public final class FactorUseStatements {

  private FactorUseStatements() {}

  /** Uses a factor; false if its code or challenge was used in the meantime. */
  public static Future<Boolean> use(SqlClient connection, User user, FactorUse use, Instant at) {
    if (use instanceof TotpUse totp) {
      return useStep(connection, totp, at);
    }
    return use instanceof PasskeyUse passkey
        ? usePasskey(connection, passkey, at)
        : useRecoveryCode(connection, user, (RecoveryCodeUse) use);
  }

  /**
   * Uses a factor and opens a session by it.
   *
   * @return empty if it was used in the meantime, or the account was blocked
   */
  public static Future<Optional<OpenSession>> open(
      SqlClient connection, Account account, FactorUse use, NewSession session) {
    return use(connection, account.user(), use, session.at())
        .compose(
            used ->
                used
                    ? SessionStatements.open(
                        connection, account.user(), account.passwordHash(), session)
                    : Future.succeededFuture(Optional.empty()));
  }

  private static Future<Boolean> useStep(SqlClient connection, TotpUse use, Instant at) {
    return connection
        .preparedQuery(
            """
            UPDATE identity.factor SET last_step = $2, last_used_at = $3
            WHERE id = $1 AND last_step < $2
            """)
        .execute(Tuple.of(use.factorId(), use.step(), Rows.utc(at)))
        .map(updated -> updated.rowCount() == 1);
  }

  /** A counter that another sign-in has moved on in the meantime is refused, too. */
  private static Future<Boolean> usePasskey(SqlClient connection, PasskeyUse use, Instant at) {
    return useChallenge(connection, use.challenge(), use.challengeExpiresAt())
        .compose(unused -> unused ? count(connection, use, at) : Future.succeededFuture(false));
  }

  private static Future<Boolean> useChallenge(
      SqlClient connection, UUID challenge, Instant expiresAt) {
    return connection
        .preparedQuery(
            """
            INSERT INTO identity.used_passkey_challenge (id, expires_at) VALUES ($1, $2)
            ON CONFLICT DO NOTHING
            """)
        .execute(Tuple.of(challenge, Rows.utc(expiresAt)))
        .map(inserted -> inserted.rowCount() == 1);
  }

  private static Future<Boolean> count(SqlClient connection, PasskeyUse use, Instant at) {
    return connection
        .preparedQuery(
            """
            UPDATE identity.passkey SET sign_count = $2, backed_up = $3, last_used_at = $4
            WHERE id = $1 AND (sign_count < $2 OR sign_count = 0 AND $2 = 0)
            """)
        .execute(Tuple.of(use.factorId(), use.signCount(), use.backedUp(), Rows.utc(at)))
        .map(updated -> updated.rowCount() == 1);
  }

  /** The owner gets a mail. */
  private static Future<Boolean> useRecoveryCode(
      SqlClient connection, User user, RecoveryCodeUse use) {
    return connection
        .preparedQuery(
            """
            DELETE FROM identity.recovery_code WHERE account_id = $1 AND code_hash = $2
            """)
        .execute(Tuple.of(user.id(), Buffer.buffer(use.codeHash())))
        .compose(
            deleted ->
                deleted.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : MailStatements.request(
                            connection, AccountMail.RECOVERY_CODE_USED, user.email())
                        .map(true));
  }
}
