package io.clinibus.identity.account;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityApi.SessionsRevoked;
import io.clinibus.identity.api.IdentityApi.User;
import io.clinibus.identity.api.IdentityFieldErrors;
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

  /** The account with an e-mail address; case is ignored. */
  public Future<Optional<Account>> byEmail(String email) {
    return pool.preparedQuery(
            """
            SELECT %s FROM identity.account a WHERE lower(a.email) = lower($1)
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(email))
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
   * Creates an account with a password and opens its first session.
   *
   * @return fails with {@code ALREADY_EXISTS} if the e-mail address has an account
   */
  public Future<OpenSession> register(NewAccount account, NewSession session, Caller caller) {
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                insert(connection, account)
                    .compose(
                        user ->
                            SessionStatements.open(
                                connection, user, account.passwordHash(), session))
                    .map(Optional::orElseThrow))
        .recover(AccountRepository::refused);
  }

  /**
   * Replaces a password after the current one was verified, ends every session and voids an open
   * invitation, whose link could otherwise replace the new password.
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
                                    voidInvitation(connection, set.id())
                                        .compose(
                                            voided ->
                                                SessionStatements.revokeAll(
                                                    connection, set.id(), at))
                                        .map(Optional::of))
                            .orElse(Future.succeededFuture(Optional.empty()))),
        Optional::isPresent);
  }

  /** Blocks an account and ends its sessions; empty if there is no such account. */
  public Future<Optional<Blocked>> block(UUID id, Instant at, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            connection
                .preparedQuery(
                    """
                    UPDATE identity.account a SET blocked_at = coalesce(blocked_at, $2)
                    WHERE a.id = $1 RETURNING %s
                    """
                        .formatted(AccountRows.COLUMNS))
                .execute(Tuple.of(id, Rows.utc(at)))
                .map(rows -> Rows.first(rows).map(AccountRows::user))
                .onSuccess(user -> user.ifPresent(it -> caller.concerns(it.patientId())))
                .compose(
                    user ->
                        user.map(
                                blocked ->
                                    SessionStatements.revokeAll(connection, id, at)
                                        .map(revoked -> new Blocked(blocked, revoked))
                                        .map(Optional::of))
                            .orElse(Future.succeededFuture(Optional.empty()))),
        Optional::isPresent);
  }

  public Future<Optional<User>> unblock(UUID id, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            connection
                .preparedQuery(
                    """
                    UPDATE identity.account a SET blocked_at = NULL WHERE a.id = $1 RETURNING %s
                    """
                        .formatted(AccountRows.COLUMNS))
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows).map(AccountRows::user))
                .onSuccess(user -> user.ifPresent(it -> caller.concerns(it.patientId()))),
        Optional::isPresent);
  }

  /** A blocked user and the revocation of the sessions. */
  public record Blocked(User user, SessionsRevoked revoked) {}

  /**
   * Inserts an account in the caller's transaction.
   *
   * @return fails with {@code ALREADY_EXISTS} if the e-mail address has an account
   */
  static Future<User> insert(SqlClient connection, NewAccount account) {
    return connection
        .preparedQuery(
            """
            INSERT INTO identity.account AS a
              (id, email, name, roles, patient_id, doctor_id, password_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (lower(email)) DO NOTHING
            RETURNING %s
            """
                .formatted(AccountRows.COLUMNS))
        .execute(
            Tuple.of(
                account.id(),
                account.email(),
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

  private static Future<Void> voidInvitation(SqlClient connection, UUID accountId) {
    return connection
        .preparedQuery(
            """
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
   * Maps PostgreSQL's errors. A duplicate e-mail address is detected without an error, so the
   * remaining constraints are the doctor's.
   */
  static <T> Future<T> refused(Throwable cause) {
    if (!(cause instanceof PgException refusal)) {
      return Future.failedFuture(cause);
    }
    return Future.failedFuture(
        switch (refusal.getSqlState()) {
          case SqlStates.FOREIGN_KEY_VIOLATION ->
              Failure.invalid(
                  CommonFieldErrors.NOT_FOUND.at("/doctorId", "There is no such doctor."));
          case SqlStates.UNIQUE_VIOLATION ->
              taken("/doctorId", "This doctor has an account already.");
          case SqlStates.CHARACTER_NOT_IN_REPERTOIRE ->
              Failure.of(CommonFailures.INVALID_REQUEST, "The NUL character is not accepted.");
          default -> refusal;
        });
  }
}
