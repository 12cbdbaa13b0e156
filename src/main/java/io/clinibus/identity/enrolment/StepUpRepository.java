package io.clinibus.identity.enrolment;

import io.clinibus.bus.Caller;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.account.SessionStatements;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.SignIn;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.device.DeviceRepository.Current;
import io.clinibus.identity.factor.FactorUse;
import io.clinibus.identity.factor.FactorUseStatements;
import io.clinibus.platform.audit.AuditedTransaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Sessions whose users have authenticated once more. */
public final class StepUpRepository {

  private final Pool pool;

  public StepUpRepository(Pool pool) {
    this.pool = pool;
  }

  Future<OpenSession> byPassword(Current current, Instant at, Caller caller) {
    return AuditedTransaction.run(
        pool, caller, connection -> authenticated(connection, current, SignInMethod.PASSWORD, at));
  }

  /** Empty if the code was used in the meantime. */
  Future<Optional<OpenSession>> byFactor(
      Current current, FactorUse use, Instant at, Caller caller) {
    User user = current.account().user();
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            FactorUseStatements.use(connection, user, use, at)
                .compose(
                    used ->
                        used
                            ? authenticated(connection, current, use.method(), at).map(Optional::of)
                            : Future.succeededFuture(Optional.empty())),
        Optional::isPresent);
  }

  private static Future<OpenSession> authenticated(
      SqlClient connection, Current current, SignInMethod method, Instant at) {
    return SessionStatements.authenticated(
        connection, current.account().user(), current.sessionId(), new SignIn(at, Set.of(method)));
  }
}
