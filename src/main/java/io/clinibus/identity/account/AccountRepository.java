package io.clinibus.identity.account;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.mail.MailStatements;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.SqlStates;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Accounts in PostgreSQL. */
public final class AccountRepository {

  private final Pool pool;

  public AccountRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * The account with an e-mail address, by its key. One without a key is found by its address as
   * written, and before the one that has the key.
   */
  public Future<Optional<Account>> byEmail(String email) {
    return pool.preparedQuery(
            """
            SELECT %s FROM identity.account a
            WHERE a.email_key = $1 OR a.email_key IS NULL AND a.email = $2
            ORDER BY a.email_key NULLS FIRST LIMIT 1
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(EmailKey.of(email), email.strip()))
        .map(rows -> Rows.first(rows).map(AccountRows::account))
        .recover(AccountRepository::refused);
  }

  public Future<Optional<Account>> byId(UUID id) {
    return pool.preparedQuery(
            """
            SELECT %s FROM identity.account a WHERE a.id = $1
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows).map(AccountRows::account));
  }

  /**
   * Replaces a password after the current one was verified, ends every session, voids the links
   * that could otherwise replace the new password, and requests the mail about the change.
   *
   * @return empty if the password was replaced or the account blocked in the meantime
   */
  public Future<Optional<SessionsRevoked>> changePassword(
      Account account, String passwordHash, Instant at, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            setPassword(connection, account, passwordHash)
                .compose(
                    user ->
                        user.map(
                                set ->
                                    passwordReplaced(connection, set)
                                        .compose(
                                            voided ->
                                                SessionStatements.revokeAll(
                                                    connection, set.id(), at))
                                        .map(Optional::of))
                            .orElse(Future.succeededFuture(Optional.empty()))),
        Optional::isPresent);
  }

  /**
   * Inserts an account in the caller's transaction.
   *
   * @return fails with {@code ALREADY_EXISTS} if the e-mail address has an account
   */
  public static Future<User> insert(SqlClient connection, NewAccount account) {
    return connection
        .preparedQuery(
            """
            INSERT INTO identity.account AS a
              (id, email, email_key, name, roles, patient_id, doctor_id, password_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (email_key) DO NOTHING
            RETURNING %s
            """
                .formatted(AccountRows.COLUMNS))
        .execute(
            Tuple.of(
                account.id(),
                account.email(),
                EmailKey.of(account.email()),
                account.name(),
                AccountRows.names(account.roles()),
                account.patientId(),
                account.doctorId(),
                account.passwordHash()))
        .compose(
            rows ->
                Rows.first(rows)
                    .map(AccountRows::user)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(emailTaken())));
  }

  /** Sets the language in which the owner gets mails. */
  public Future<Void> setLanguage(UUID id, Language language) {
    return pool.preparedQuery("UPDATE identity.account SET language = $2 WHERE id = $1")
        .execute(Tuple.of(id, language.name()))
        .mapEmpty();
  }

  /**
   * Replaces a password in the caller's transaction.
   *
   * @param account as it was read; empty is returned if its password has changed since, or it was
   *     blocked
   */
  static Future<Optional<User>> setPassword(
      SqlClient connection, Account account, String passwordHash) {
    return connection
        .preparedQuery(
            """
            UPDATE identity.account a SET password_hash = $3
            WHERE a.id = $1 AND a.password_hash IS NOT DISTINCT FROM $2 AND a.blocked_at IS NULL
            RETURNING %s
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(account.user().id(), account.passwordHash(), passwordHash))
        .map(rows -> Rows.first(rows).map(AccountRows::user));
  }

  /** Voids every link with which a password can be set, and requests the mail to the owner. */
  static Future<Void> passwordReplaced(SqlClient connection, User user) {
    return voidLinks(connection, user.id())
        .compose(
            voided ->
                MailStatements.request(connection, AccountMail.PASSWORD_CHANGED, user.email()));
  }

  public static Future<Void> voidLinks(SqlClient connection, UUID accountId) {
    return connection
        .preparedQuery(
            """
            WITH resets AS (DELETE FROM identity.password_reset WHERE account_id = $1),
              challenges AS (DELETE FROM identity.sign_in_challenge WHERE account_id = $1)
            DELETE FROM identity.invitation WHERE account_id = $1
            """)
        .execute(Tuple.of(accountId))
        .mapEmpty();
  }

  public static Failure emailTaken() {
    return taken("/email", "This e-mail address has an account already.");
  }

  private static Failure taken(String pointer, String detail) {
    return Failure.of(
        CommonFailures.ALREADY_EXISTS,
        detail,
        IdentityFieldErrors.ACCOUNT_EXISTS.at(pointer, detail));
  }

  /**
   * Maps PostgreSQL's errors. A duplicate key of an e-mail address is detected without an error.
   * The index of the release before, which compares addresses as PostgreSQL folds them, stays until
   * no such node runs any more; the remaining constraints are the doctor's.
   */
  public static <T> Future<T> refused(Throwable cause) {
    if (!(cause instanceof PgException refusal)) {
      return Future.failedFuture(cause);
    }
    return Future.failedFuture(
        switch (refusal.getSqlState()) {
          case SqlStates.FOREIGN_KEY_VIOLATION -> StaffRepository.noSuchDoctor();
          case SqlStates.UNIQUE_VIOLATION ->
              "account_email".equals(refusal.getConstraint())
                  ? emailTaken()
                  : taken("/doctorId", "This doctor has an account already.");
          case SqlStates.CHARACTER_NOT_IN_REPERTOIRE ->
              Failure.of(CommonFailures.INVALID_REQUEST, "The NUL character is not accepted.");
          default -> refusal;
        });
  }
}
