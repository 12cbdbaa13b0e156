package io.clinibus.identity.signin;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.PasskeysApi.LoginWithPasskey;
import io.clinibus.identity.api.PasskeysApi.PasskeyRequest;
import io.clinibus.identity.api.PasskeysApi.StartPasskeySignIn;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.passkey.PasskeyPurpose;
import io.clinibus.identity.passkey.PasskeyRepository;
import io.clinibus.identity.passkey.Passkeys;
import io.clinibus.identity.passkey.Passkeys.Verified;
import io.clinibus.identity.signin.LoginThrottle.Attempt;
import io.vertx.core.Future;
import java.util.Set;

/** The sign-in with a passkey alone, which is two factors: a key, and the user that it verifies. */
public final class PasskeySignIn {

  private final Passkeys passkeys;
  private final PasskeyRepository stored;
  private final LoginThrottle throttle;
  private final SessionIssuer issuer;

  public PasskeySignIn(
      Passkeys passkeys, PasskeyRepository stored, LoginThrottle throttle, SessionIssuer issuer) {
    this.passkeys = passkeys;
    this.stored = stored;
    this.throttle = throttle;
    this.issuer = issuer;
  }

  /** A challenge for any passkey: it says nothing of any account. */
  public Future<PasskeyRequest> start(StartPasskeySignIn asked, Caller caller) {
    return Future.succeededFuture(passkeys.request(issuer.now()));
  }

  /**
   * Signs in.
   *
   * @return fails with {@code WRONG_PASSKEY}, also for an unknown one and a challenge that was
   *     answered or has expired; {@code BLOCKED}; {@code TOO_MANY_REQUESTS} after too many failures
   *     from a network
   */
  public Future<SignedIn> login(LoginWithPasskey asked, Caller caller) {
    return throttle
        .passkey(caller.address())
        .compose(
            attempt ->
                passkeys
                    .verify(asked.passkey(), PasskeyPurpose.SIGN_IN, issuer.now())
                    .compose(
                        verified ->
                            verified
                                .map(right -> open(asked, right, attempt, caller))
                                .orElseGet(() -> wrong(attempt))));
  }

  private Future<SignedIn> open(
      LoginWithPasskey asked, Verified verified, Attempt attempt, Caller caller) {
    Account account = verified.account();
    caller.isAbout(account.user().id(), account.user().patientId());
    if (account.user().blocked()) {
      return Future.failedFuture(Failure.of(IdentityFailures.BLOCKED));
    }
    String refreshToken = OpaqueTokens.next();
    return stored
        .open(
            verified.account(),
            verified.use(),
            issuer.session(refreshToken, Set.of(SignInMethod.PASSKEY), caller, asked.userAgent()),
            caller)
        .compose(
            opened ->
                opened
                    .map(session -> issuer.signedIn(session, refreshToken, asked.deviceToken()))
                    .orElseGet(() -> wrong(attempt)));
  }

  private Future<SignedIn> wrong(Attempt attempt) {
    return throttle
        .failed(attempt)
        .compose(counted -> Future.failedFuture(Failure.of(IdentityFailures.WRONG_PASSKEY)));
  }
}
