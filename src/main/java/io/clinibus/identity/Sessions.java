package io.clinibus.identity;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Done;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.identity.IdentityApi.ListRevocations;
import io.clinibus.identity.IdentityApi.Login;
import io.clinibus.identity.IdentityApi.Logout;
import io.clinibus.identity.IdentityApi.Refresh;
import io.clinibus.identity.IdentityApi.Revocations;
import io.clinibus.identity.IdentityApi.SignedIn;
import io.vertx.core.Future;

/** Signing in, staying signed in, and signing out. */
final class Sessions {

  private final AccountRepository accounts;
  private final SessionRepository sessions;
  private final Passwords passwords;
  private final Throttle throttle;
  private final SessionIssuer issuer;
  private final Bus bus;

  Sessions(
      AccountRepository accounts,
      SessionRepository sessions,
      Passwords passwords,
      Throttle throttle,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.passwords = passwords;
    this.throttle = throttle;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Signs in. An unknown address, an invited person without a password and a wrong password take
   * the same work and get the same {@code WRONG_CREDENTIALS}; only who knows the password learns
   * that the account is {@code BLOCKED}.
   */
  Future<SignedIn> login(Login login, Caller caller) {
    return throttle
        .signIn(login.email(), caller.address())
        .compose(allowed -> accounts.byEmail(login.email().strip()))
        .compose(
            account -> {
              String hash = account.map(Account::passwordHash).orElse(null);
              return passwords
                  .matches(login.password(), hash)
                  .compose(
                      right -> right ? open(account.orElseThrow()) : refuse(wrongCredentials()));
            });
  }

  /**
   * Trades a refresh token for the next one and a new access token. One that was used before, and
   * not just now, ends the session: somebody has a copy.
   */
  Future<SignedIn> refresh(Refresh refresh, Caller caller) {
    String next = Secrets.next();
    return sessions
        .rotate(Secrets.sha256(refresh.refreshToken()), issuer.session(next))
        .compose(
            rotation -> {
              if (rotation instanceof Rotation.Continued continued) {
                return issuer.signedIn(continued.session(), next);
              }
              if (rotation instanceof Rotation.Reused reused) {
                bus.publish(IdentityApi.SESSIONS_REVOKED, reused.revoked());
              }
              return refuse(Failure.of(FailureCode.UNAUTHENTICATED));
            });
  }

  /** Ends the session of a refresh token, and its access tokens. Nothing to end is fine too. */
  Future<Done> logout(Logout logout, Caller caller) {
    if (logout.refreshToken() == null) {
      return Future.succeededFuture(Done.DONE);
    }
    return sessions
        .end(Secrets.sha256(logout.refreshToken()), issuer.now())
        .map(
            ended -> {
              ended.ifPresent(revoked -> bus.publish(IdentityApi.SESSIONS_REVOKED, revoked));
              return Done.DONE;
            });
  }

  Future<Revocations> revocations(ListRevocations asked, Caller caller) {
    return sessions.revocationsSince(issuer.now().minus(AccessTokens.LIFE));
  }

  private Future<SignedIn> open(Account account) {
    if (account.user().blocked()) {
      return refuse(Failure.of(FailureCode.BLOCKED));
    }
    String refreshToken = Secrets.next();
    return sessions
        .open(account.user(), account.passwordHash(), issuer.session(refreshToken))
        .compose(
            opened ->
                opened
                    .map(session -> issuer.signedIn(session, refreshToken))
                    .orElseGet(() -> refuse(wrongCredentials())));
  }

  private static Failure wrongCredentials() {
    return Failure.of(FailureCode.WRONG_CREDENTIALS);
  }

  private static Future<SignedIn> refuse(Failure failure) {
    return Future.failedFuture(failure);
  }
}
