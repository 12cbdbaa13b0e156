package io.clinibus.identity.signin;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SignInApi.CompleteLogin;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.factor.ChallengeRepository;
import io.clinibus.identity.factor.FactorUse;
import io.clinibus.identity.factor.SecondFactors;
import io.clinibus.identity.passkey.PasskeyPurpose;
import io.clinibus.identity.passkey.Passkeys;
import io.clinibus.identity.passkey.Passkeys.Verified;
import io.clinibus.identity.signin.LoginThrottle.Attempt;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The second step of a sign-in, for accounts with a second factor. */
public final class SecondFactorSignIn {

  private static final Duration LIFE = Duration.ofMinutes(5);

  private final ChallengeRepository challenges;
  private final SecondFactors factors;
  private final Passkeys passkeys;
  private final LoginThrottle throttle;
  private final SessionIssuer issuer;

  public SecondFactorSignIn(
      ChallengeRepository challenges,
      SecondFactors factors,
      Passkeys passkeys,
      LoginThrottle throttle,
      SessionIssuer issuer) {
    this.challenges = challenges;
    this.factors = factors;
    this.passkeys = passkeys;
    this.throttle = throttle;
    this.issuer = issuer;
  }

  /**
   * Asks for the second factor after the password was verified.
   *
   * @return empty if the account has none; otherwise {@code SECOND_FACTOR} with the challenge
   */
  Future<Optional<Failure>> challenge(UUID accountId) {
    String token = OpaqueTokens.next();
    return challenges
        .begin(accountId, OpaqueTokens.sha256(token), issuer.now().plus(LIFE))
        .map(
            kinds ->
                kinds.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        Failure.of(IdentityFailures.SECOND_FACTOR)
                            .with("challenge", token)
                            .with("factors", kinds)));
  }

  /**
   * Completes a sign-in with a passkey, a code of an authenticator app or a recovery code.
   *
   * @return fails with {@code WRONG_CODE} or {@code WRONG_PASSKEY}; {@code CHALLENGE_OVER} after
   *     five minutes or five attempts; {@code TOO_MANY_REQUESTS} after too many wrong ones at all
   */
  public Future<SignedIn> complete(CompleteLogin asked, Caller caller) {
    if ((asked.code() == null) == (asked.passkey() == null)) {
      return Future.failedFuture(neitherOrBoth());
    }
    return challenges
        .attempt(OpaqueTokens.sha256(asked.challenge()), issuer.now())
        .compose(
            found ->
                found
                    .map(account -> complete(asked, account, caller))
                    .orElseGet(() -> refuse(IdentityFailures.CHALLENGE_OVER)));
  }

  private Future<SignedIn> complete(CompleteLogin asked, Account account, Caller caller) {
    caller.isAbout(account.user().id(), account.user().patientId());
    return throttle
        .secondFactor(account.user().email(), caller.address(), asked.deviceToken())
        .compose(
            attempt ->
                verified(asked, account)
                    .compose(
                        use ->
                            use.map(right -> open(asked, account, right, caller))
                                .orElseGet(() -> wrong(asked, attempt))));
  }

  private Future<Optional<FactorUse>> verified(CompleteLogin asked, Account account) {
    UUID accountId = account.user().id();
    return asked.passkey() == null
        ? factors.verify(accountId, asked.code(), issuer.now())
        : passkeys
            .verify(asked.passkey(), PasskeyPurpose.SIGN_IN, issuer.now())
            .map(right -> right.filter(it -> it.isOf(accountId)).map(Verified::use));
  }

  private Future<SignedIn> wrong(CompleteLogin asked, Attempt attempt) {
    return throttle.failed(attempt).compose(counted -> refuse(wrong(asked)));
  }

  private static FailureCode wrong(CompleteLogin asked) {
    return asked.passkey() == null ? IdentityFailures.WRONG_CODE : IdentityFailures.WRONG_PASSKEY;
  }

  private Future<SignedIn> open(
      CompleteLogin asked, Account account, FactorUse use, Caller caller) {
    if (account.user().blocked()) {
      return refuse(IdentityFailures.BLOCKED);
    }
    String refreshToken = OpaqueTokens.next();
    var methods = Set.of(SignInMethod.PASSWORD, use.method());
    return challenges
        .complete(
            OpaqueTokens.sha256(asked.challenge()),
            account,
            use,
            issuer.session(refreshToken, methods, caller, asked.userAgent()),
            caller)
        .compose(
            opened ->
                opened
                    .map(session -> issuer.signedIn(session, refreshToken, asked.deviceToken()))
                    .orElseGet(() -> refuse(wrong(asked))));
  }

  private static Failure neitherOrBoth() {
    return Failure.invalid(
        CommonFieldErrors.EXACTLY_ONE_OF.at(
            "/code", "State either a code or a passkey.", List.of("code", "passkey")));
  }

  private static Future<SignedIn> refuse(FailureCode code) {
    return Future.failedFuture(Failure.of(code));
  }
}
