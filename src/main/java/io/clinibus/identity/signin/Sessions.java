package io.clinibus.identity.signin;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.RefreshResult;
import io.clinibus.identity.account.SessionRepository;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.ListRevocations;
import io.clinibus.identity.api.SessionsApi.Revocations;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.Logout;
import io.clinibus.identity.api.SignInApi.Refresh;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.credential.AccessTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.signin.LoginThrottle.Attempt;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Sign-in, refresh and sign-out. */
public final class Sessions {

  private final AccountRepository accounts;
  private final SessionRepository sessions;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final SecondFactorSignIn secondFactor;
  private final SessionIssuer issuer;
  private final Bus bus;

  public Sessions(
      AccountRepository accounts,
      SessionRepository sessions,
      Passwords passwords,
      LoginThrottle throttle,
      SecondFactorSignIn secondFactor,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.passwords = passwords;
    this.throttle = throttle;
    this.secondFactor = secondFactor;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Signs in. An unknown address, an invited person without a password and a wrong password take
   * the same time and get the same {@code WRONG_CREDENTIALS}; {@code BLOCKED} and {@code
   * SECOND_FACTOR} are only disclosed with the correct password.
   */
  public Future<SignedIn> login(Login login, Caller caller) {
    return throttle
        .signIn(login.email(), caller.address(), login.deviceToken())
        .compose(
            attempt ->
                accounts
                    .byEmail(login.email())
                    .onSuccess(
                        account ->
                            account.ifPresent(
                                it -> caller.isAbout(it.user().id(), it.user().patientId())))
                    .compose(account -> verified(login, account, attempt, caller)));
  }

  private Future<SignedIn> verified(
      Login login, Optional<Account> account, Attempt attempt, Caller caller) {
    String hash = account.map(Account::passwordHash).orElse(null);
    return passwords
        .matches(login.password(), hash)
        .compose(
            right ->
                right
                    ? open(account.orElseThrow(), login, caller)
                    : throttle.failed(attempt).compose(counted -> refuse(wrongCredentials())));
  }

  /**
   * Exchanges a refresh token for the next one and a new access token. A token used before, outside
   * the grace period, may have been stolen and ends the session. So does a refresh after a member
   * of staff has done nothing for too long.
   */
  public Future<SignedIn> refresh(Refresh refresh, Caller caller) {
    String next = OpaqueTokens.next();
    NewSession refreshed = issuer.refreshed(next);
    return sessions
        .rotate(
            OpaqueTokens.sha256(refresh.refreshToken()),
            refreshed,
            activeAt(refresh, refreshed),
            caller)
        .compose(
            rotation -> {
              if (rotation instanceof RefreshResult.Continued continued) {
                return issuer.signedIn(continued.session(), next, refresh.deviceToken());
              }
              if (rotation instanceof RefreshResult.Reused reused) {
                bus.publish(SessionsApi.SESSIONS_REVOKED, reused.revoked());
              } else if (rotation instanceof RefreshResult.Idle idle) {
                bus.publish(SessionsApi.SESSIONS_REVOKED, idle.revoked());
              }
              return refuse(Failure.of(CommonFailures.UNAUTHENTICATED));
            });
  }

  /** A client that does not state it counts as active. */
  private static Instant activeAt(Refresh refresh, NewSession refreshed) {
    Integer idle = refresh.idleSeconds();
    return refreshed.at().minusSeconds(idle == null ? 0 : idle);
  }

  /**
   * Ends the session of a refresh token and voids its access tokens. Succeeds if there is no
   * session.
   */
  public Future<NoContent> logout(Logout logout, Caller caller) {
    if (logout.refreshToken() == null) {
      return Future.succeededFuture(NoContent.DONE);
    }
    return sessions
        .end(OpaqueTokens.sha256(logout.refreshToken()), issuer.now(), caller)
        .map(
            ended -> {
              ended.ifPresent(revoked -> bus.publish(SessionsApi.SESSIONS_REVOKED, revoked));
              return NoContent.DONE;
            });
  }

  public Future<Revocations> revocations(ListRevocations asked, Caller caller) {
    return sessions.revocationsSince(issuer.now().minus(AccessTokens.LIFE), asked.read());
  }

  private Future<SignedIn> open(Account account, Login login, Caller caller) {
    if (account.user().blocked()) {
      return refuse(Failure.of(IdentityFailures.BLOCKED));
    }
    return secondFactor
        .challenge(account.user().id())
        .compose(
            asked ->
                asked.map(Sessions::refuse).orElseGet(() -> openSession(account, login, caller)));
  }

  private Future<SignedIn> openSession(Account account, Login login, Caller caller) {
    String refreshToken = OpaqueTokens.next();
    return sessions
        .open(
            account.user(),
            account.passwordHash(),
            issuer.session(refreshToken, Set.of(SignInMethod.PASSWORD), caller, login.userAgent()),
            caller)
        .compose(
            opened ->
                opened
                    .map(session -> issuer.signedIn(session, refreshToken, login.deviceToken()))
                    .orElseGet(() -> refuse(wrongCredentials())));
  }

  private static Failure wrongCredentials() {
    return Failure.of(IdentityFailures.WRONG_CREDENTIALS);
  }

  private static Future<SignedIn> refuse(Failure failure) {
    return Future.failedFuture(failure);
  }
}
