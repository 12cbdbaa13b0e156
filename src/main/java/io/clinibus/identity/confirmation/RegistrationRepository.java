package io.clinibus.identity.confirmation;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.NewAccount;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.account.SessionStatements;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.mail.MailStatements;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Registrations that wait for the confirmation of their address. */
public final class RegistrationRepository {

  private final Pool pool;

  public RegistrationRepository(Pool pool) {
    this.pool = pool;
  }

  /** Stores a registration. */
  public Future<Void> add(PendingRegistration pending, Instant expiresAt) {
    return add(pool, pending, expiresAt);
  }

  /**
   * Stores a registration and requests a mail about it.
   *
   * @param email of the mail
   * @param language of the mail, or null
   */
  public Future<Void> add(
      PendingRegistration pending,
      AccountMail mail,
      String email,
      Language language,
      Instant expiresAt) {
    return pool.withTransaction(
        connection ->
            add(connection, pending, expiresAt)
                .compose(
                    stored ->
                        MailStatements.request(
                            connection, mail, email, language, pending.id(), expiresAt)));
  }

  private static Future<Void> add(
      SqlClient client, PendingRegistration pending, Instant expiresAt) {
    return client
        .preparedQuery(
            """
            INSERT INTO identity.registration
              (id, email, given_name, family_name, birth_date, phone, confirmable, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """)
        .execute(
            Tuple.of(
                pending.id(),
                pending.email(),
                pending.givenName(),
                pending.familyName(),
                pending.birthDate(),
                pending.phone(),
                pending.confirmable(),
                Rows.utc(expiresAt)))
        .mapEmpty();
  }

  public Future<Optional<PendingRegistration>> find(UUID id, Instant at) {
    return pool.preparedQuery(
            """
            SELECT * FROM identity.registration WHERE id = $1 AND expires_at > $2
            """)
        .execute(Tuple.of(id, Rows.utc(at)))
        .map(rows -> Rows.first(rows).map(RegistrationRepository::pending));
  }

  /** Counts an attempt to enter the code; false after the last one, or if it has expired. */
  public Future<Boolean> attempt(UUID id, int most, Instant at) {
    return pool.preparedQuery(
            """
            UPDATE identity.registration SET attempts = attempts + 1
             WHERE id = $1 AND attempts < $2 AND expires_at > $3
            """)
        .execute(Tuple.of(id, most, Rows.utc(at)))
        .map(rows -> rows.rowCount() > 0);
  }

  /**
   * Consumes a registration: creates its account and opens the first session.
   *
   * @return fails with {@code INVALID_REQUEST} if its code was used in the meantime, {@code
   *     ALREADY_EXISTS} if the address has an account
   */
  public Future<OpenSession> confirm(
      PendingRegistration pending, NewAccount account, NewSession session, Caller caller) {
    caller.isAbout(account.id(), account.patientId());
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                consume(connection, pending.id())
                    .compose(consumed -> AccountRepository.insert(connection, account))
                    .compose(
                        user ->
                            SessionStatements.open(
                                connection, user, account.passwordHash(), session))
                    .map(Optional::orElseThrow))
        .recover(AccountRepository::refused);
  }

  private static Future<Void> consume(SqlClient connection, UUID id) {
    return connection
        .preparedQuery(
            """
            DELETE FROM identity.registration WHERE id = $1
            """)
        .execute(Tuple.of(id))
        .compose(
            rows ->
                rows.rowCount() > 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(Registration.codeVoid()));
  }

  private static PendingRegistration pending(Row row) {
    return new PendingRegistration(
        row.getUUID("id"),
        row.getString("email"),
        row.getString("given_name"),
        row.getString("family_name"),
        row.getLocalDate("birth_date"),
        row.getString("phone"),
        row.getBoolean("confirmable"));
  }
}
