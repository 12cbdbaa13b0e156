package io.clinibus.identity.confirmation;

import io.clinibus.bus.Caller;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.InvitationRepository;
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

  /** Stores a registration and requests the mail with its link. */
  public Future<Void> add(PendingRegistration pending, Instant expiresAt) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(
                    """
                    INSERT INTO identity.registration
                      (id, email, password_hash, given_name, family_name, birth_date, phone, expires_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                    """)
                .execute(
                    Tuple.of(
                        pending.id(),
                        pending.email(),
                        pending.passwordHash(),
                        pending.givenName(),
                        pending.familyName(),
                        pending.birthDate(),
                        pending.phone(),
                        Rows.utc(expiresAt)))
                .compose(
                    stored ->
                        MailStatements.request(
                            connection,
                            AccountMail.CONFIRM_REGISTRATION,
                            pending.email(),
                            pending.id(),
                            expiresAt)));
  }

  /** Requests the mail to the owner of an account with whose address a registration was tried. */
  public Future<Void> tellOwner(String email, UUID id, Instant usefulUntil) {
    return pool.withTransaction(
        connection ->
            MailStatements.request(connection, AccountMail.ACCOUNT_EXISTS, email, id, usefulUntil));
  }

  public Future<Optional<PendingRegistration>> find(UUID id, Instant at) {
    return pool.preparedQuery(
            """
            SELECT * FROM identity.registration WHERE id = $1 AND expires_at > $2
            """)
        .execute(Tuple.of(id, Rows.utc(at)))
        .map(rows -> Rows.first(rows).map(RegistrationRepository::pending));
  }

  /**
   * Consumes a registration: creates its account and opens the first session.
   *
   * @return fails with {@code INVALID_REQUEST} if its link was used in the meantime, {@code
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
                    : Future.failedFuture(InvitationRepository.linkVoid()));
  }

  private static PendingRegistration pending(Row row) {
    return new PendingRegistration(
        row.getUUID("id"),
        row.getString("email"),
        row.getString("password_hash"),
        row.getString("given_name"),
        row.getString("family_name"),
        row.getLocalDate("birth_date"),
        row.getString("phone"));
  }
}
