package io.clinibus.identity.enrolment;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.FactorsApi.FactorAdded;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.identity.api.PasskeysApi.ConfirmPasskey;
import io.clinibus.identity.api.PasskeysApi.PasskeyCreation;
import io.clinibus.identity.api.PasskeysApi.StartPasskey;
import io.clinibus.identity.device.CurrentSessions;
import io.clinibus.identity.device.DeviceRepository.Current;
import io.clinibus.identity.passkey.Passkeys;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.LoginThrottle.Attempt;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;

/** Adds a passkey: the browser makes it for a challenge. */
public final class PasskeyEnrolment {

  private final CurrentSessions sessions;
  private final Passkeys passkeys;
  private final FactorChangeRepository changes;
  private final FactorAddition addition;
  private final LoginThrottle throttle;
  private final SessionIssuer issuer;

  public PasskeyEnrolment(
      CurrentSessions sessions,
      Passkeys passkeys,
      FactorChangeRepository changes,
      FactorAddition addition,
      LoginThrottle throttle,
      SessionIssuer issuer) {
    this.sessions = sessions;
    this.passkeys = passkeys;
    this.changes = changes;
    this.addition = addition;
    this.throttle = throttle;
    this.issuer = issuer;
  }

  public Future<PasskeyCreation> start(StartPasskey asked, Caller caller) {
    return sessions
        .recent(asked.refreshToken())
        .compose(current -> passkeys.creation(current.account().user(), issuer.now()));
  }

  /**
   * Makes the passkey a factor.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /passkey}, {@code TOO_MANY_REQUESTS}
   *     after too many wrong ones
   */
  public Future<FactorAdded> confirm(ConfirmPasskey asked, Caller caller) {
    return sessions
        .recent(asked.refreshToken())
        .compose(
            current ->
                throttle
                    .code(current.accountId())
                    .compose(attempt -> confirm(asked, current, attempt, caller)));
  }

  private Future<FactorAdded> confirm(
      ConfirmPasskey asked, Current current, Attempt attempt, Caller caller) {
    return passkeys
        .verify(asked.passkey(), asked.name().strip(), current.accountId(), issuer.now())
        .compose(
            verified ->
                verified
                    .map(
                        passkey ->
                            addition.added(
                                changes.addPasskey(current, passkey, issuer.now(), caller)))
                    .orElseGet(
                        () ->
                            throttle
                                .failed(attempt)
                                .compose(counted -> Future.failedFuture(refused()))));
  }

  static Failure refused() {
    return Failure.invalid(
        IdentityFieldErrors.PASSKEY_REFUSED.at("/passkey", "This passkey was not accepted."));
  }
}
