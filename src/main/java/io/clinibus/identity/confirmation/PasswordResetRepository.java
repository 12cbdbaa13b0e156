package io.clinibus.identity.confirmation;

import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.mail.MailStatements;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** Links by which a forgotten password is replaced. */
public final class PasswordResetRepository {

  private final Pool pool;

  public PasswordResetRepository(Pool pool) {
    this.pool = pool;
  }

  /** Stores a link and requests the mail with it. */
  public Future<Void> add(UUID link, User user, Instant expiresAt) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(
                    """
                    INSERT INTO identity.password_reset (id, account_id, expires_at)
                    VALUES ($1, $2, $3)
                    """)
                .execute(Tuple.of(link, user.id(), Rows.utc(expiresAt)))
                .compose(
                    stored ->
                        MailStatements.request(
                            connection,
                            AccountMail.RESET_PASSWORD,
                            user.email(),
                            link,
                            expiresAt)));
  }
}
