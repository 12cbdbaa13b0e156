package io.clinibus.identity.enrolment;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.account.SessionStatements;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.SignIn;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.device.DeviceRepository.Current;
import io.clinibus.identity.factor.FactorRepository;
import io.clinibus.identity.factor.RecoveryCodeRepository;
import io.clinibus.identity.factor.RecoveryCodes;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.mail.MailStatements;
import io.clinibus.identity.passkey.NewPasskey;
import io.clinibus.identity.passkey.PasskeyRepository;
import io.clinibus.platform.audit.AuditedTransaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Changes of the factors of an account, one after the other, with the mails about them. */
public final class FactorChangeRepository {

  /**
   * Result of an addition.
   *
   * @param recoveryCodes with the first factor; null with further ones
   * @param revoked the other sessions, with the first factor: a password alone has opened them
   */
  record Added(
      OpenSession session, List<String> recoveryCodes, Optional<SessionsRevoked> revoked) {}

  /** An enrolment that a code of a period has confirmed. */
  record NewTotp(UUID enrolmentId, String name, long step) {}

  private final Pool pool;

  public FactorChangeRepository(Pool pool) {
    this.pool = pool;
  }

  /** Fails with {@code NOT_FOUND} if the enrolment was confirmed or replaced in the meantime. */
  Future<Added> addTotp(Current current, NewTotp totp, Instant at, Caller caller) {
    return add(
        current,
        SignInMethod.CODE,
        connection ->
            FactorRepository.confirm(connection, totp.enrolmentId(), totp.name(), totp.step(), at),
        at,
        caller);
  }

  /** Fails with {@code INVALID_REQUEST} if its challenge was answered before, or it is known. */
  Future<Added> addPasskey(Current current, NewPasskey passkey, Instant at, Caller caller) {
    return add(
        current,
        SignInMethod.PASSKEY,
        connection ->
            PasskeyRepository.insert(connection, current.accountId(), passkey, at)
                .compose(
                    stored ->
                        stored
                            ? Future.succeededFuture(true)
                            : Future.failedFuture(PasskeyEnrolment.refused())),
        at,
        caller);
  }

  private Future<Added> add(
      Current current,
      SignInMethod method,
      Function<SqlClient, Future<Boolean>> insert,
      Instant at,
      Caller caller) {
    User user = current.account().user();
    caller.isAbout(user.id(), user.patientId());
    var signIn = new SignIn(at, Set.of(method));
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            FactorRepository.lockAndCount(connection, user.id())
                .compose(before -> insert(connection, insert, before))
                .compose(
                    before ->
                        before == 0
                            ? addedFirst(connection, current, signIn)
                            : added(connection, current, signIn, null, null)));
  }

  private static Future<Integer> insert(
      SqlClient connection, Function<SqlClient, Future<Boolean>> insert, int before) {
    if (before >= FactorRepository.MOST) {
      return Future.failedFuture(
          Failure.of(CommonFailures.IN_USE, "Remove a second factor before you add one."));
    }
    return insert
        .apply(connection)
        .compose(
            inserted ->
                inserted
                    ? Future.succeededFuture(before)
                    : Future.failedFuture(Failure.notFound("enrolment")));
  }

  private static Future<Added> addedFirst(SqlClient connection, Current current, SignIn signIn) {
    List<String> codes = RecoveryCodes.next();
    UUID accountId = current.accountId();
    return RecoveryCodeRepository.replace(connection, accountId, codes, signIn.at())
        .compose(
            stored ->
                SessionStatements.revokeOthers(
                    connection, accountId, current.sessionId(), signIn.at()))
        .compose(revoked -> added(connection, current, signIn, codes, revoked));
  }

  private static Future<Added> added(
      SqlClient connection,
      Current current,
      SignIn signIn,
      List<String> codes,
      SessionsRevoked revoked) {
    User user = current.account().user();
    return MailStatements.request(connection, AccountMail.FACTOR_ADDED, user.email())
        .compose(
            requested ->
                SessionStatements.authenticated(connection, user, current.sessionId(), signIn))
        .map(session -> new Added(session, codes, Optional.ofNullable(revoked)));
  }

  /**
   * Removes a factor, and with the last one the recovery codes.
   *
   * @param required whether the account needs a factor
   * @return fails with {@code LAST_FACTOR}, {@code NOT_FOUND} if the account has no such factor
   */
  Future<Void> remove(Current current, UUID factorId, boolean required, Instant at, Caller caller) {
    User user = current.account().user();
    caller.isAbout(user.id(), user.patientId());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            FactorRepository.lockAndCount(connection, user.id())
                .compose(
                    before ->
                        FactorRepository.remove(connection, user.id(), factorId)
                            .compose(removed -> allowed(removed, before > 1, required))
                            .compose(
                                removed ->
                                    before > 1
                                        ? Future.succeededFuture()
                                        : RecoveryCodeRepository.replace(
                                            connection, user.id(), List.of(), at)))
                .compose(
                    removed ->
                        MailStatements.request(
                            connection, AccountMail.FACTOR_REMOVED, user.email())));
  }

  private static Future<Void> allowed(boolean removed, boolean othersRemain, boolean required) {
    if (!removed) {
      return Future.failedFuture(Failure.notFound("second factor"));
    }
    return required && !othersRemain
        ? Future.failedFuture(Failure.of(IdentityFailures.LAST_FACTOR))
        : Future.succeededFuture();
  }

  /** Fails with {@code NOT_FOUND} if the account has no such factor. */
  Future<Void> rename(Current current, UUID factorId, String name, Caller caller) {
    User user = current.account().user();
    caller.isAbout(user.id(), user.patientId());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            FactorRepository.rename(connection, user.id(), factorId, name)
                .compose(
                    renamed ->
                        renamed
                            ? Future.succeededFuture()
                            : Future.failedFuture(Failure.notFound("second factor"))));
  }

  /**
   * Removes all factors and recovery codes, and ends the sessions that they have opened.
   *
   * @return fails with {@code NOT_FOUND} if there are none
   */
  Future<SessionsRevoked> removeAll(User user, Instant at, Caller caller) {
    caller.isAbout(user.id(), user.patientId());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            lockExisting(connection, user)
                .compose(locked -> FactorRepository.removeAll(connection, user.id()))
                .compose(
                    removed -> RecoveryCodeRepository.replace(connection, user.id(), List.of(), at))
                .compose(
                    removed ->
                        MailStatements.request(
                            connection, AccountMail.FACTOR_REMOVED, user.email()))
                .compose(requested -> SessionStatements.revokeAll(connection, user.id(), at)));
  }

  /** Replaces all recovery codes; {@code NOT_FOUND} without a second factor. */
  Future<Void> replaceCodes(Current current, List<String> codes, Instant at, Caller caller) {
    User user = current.account().user();
    caller.isAbout(user.id(), user.patientId());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            lockExisting(connection, user)
                .compose(
                    locked -> RecoveryCodeRepository.replace(connection, user.id(), codes, at)));
  }

  private static Future<Void> lockExisting(SqlClient connection, User user) {
    return FactorRepository.lockAndCount(connection, user.id())
        .compose(
            count ->
                count == 0
                    ? Future.failedFuture(Failure.notFound("second factor"))
                    : Future.succeededFuture());
  }
}
