package io.clinibus.identity.enrolment;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.PasskeysApi.PasskeyRequest;
import io.clinibus.identity.api.PasskeysApi.StartPasskeyStepUp;
import io.clinibus.identity.api.SignInApi.Session;
import io.clinibus.identity.device.CurrentSessions;
import io.clinibus.identity.device.DeviceRepository.Current;
import io.clinibus.identity.factor.FactorUse;
import io.clinibus.identity.factor.SecondFactors;
import io.clinibus.identity.passkey.PasskeyPurpose;
import io.clinibus.identity.passkey.Passkeys;
import io.clinibus.identity.passkey.Passkeys.Verified;
import io.clinibus.identity.signin.CurrentPassword;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.LoginThrottle.Attempt;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Authenticates the user of a session once more, before what is dangerous. */
public final class StepUp {

  private final CurrentSessions sessions;
  private final StepUpRepository stored;
  private final CurrentPassword passwords;
  private final SecondFactors factors;
  private final Passkeys passkeys;
  private final LoginThrottle throttle;
  private final SessionIssuer issuer;

  public StepUp(
      CurrentSessions sessions,
      StepUpRepository stored,
      CurrentPassword passwords,
      SecondFactors factors,
      Passkeys passkeys,
      LoginThrottle throttle,
      SessionIssuer issuer) {
    this.sessions = sessions;
    this.stored = stored;
    this.passwords = passwords;
    this.factors = factors;
    this.passkeys = passkeys;
    this.throttle = throttle;
    this.issuer = issuer;
  }

  /** A challenge for the user's passkeys; {@code NOT_FOUND} without any. */
  public Future<PasskeyRequest> start(StartPasskeyStepUp asked, Caller caller) {
    return sessions
        .find(asked.refreshToken())
        .compose(
            current -> passkeys.request(PasskeyPurpose.stepUp(current.accountId()), issuer.now()))
        .map(request -> request.orElseThrow(() -> Failure.notFound("passkey")));
  }

  /**
   * Verifies a password, a code or a passkey.
   *
   * @return the session with its next access token; fails with {@code INVALID_REQUEST} naming
   *     {@code /currentPassword}, {@code /code} or {@code /passkey}, {@code TOO_MANY_REQUESTS}
   *     after too many wrong ones
   */
  public Future<Session> confirm(FactorsApi.StepUp asked, Caller caller) {
    if (Stream.of(asked.currentPassword(), asked.code(), asked.passkey())
            .filter(Objects::nonNull)
            .count()
        != 1) {
      return Future.failedFuture(notOne());
    }
    return sessions
        .find(asked.refreshToken())
        .compose(
            current -> {
              caller.isAbout(current.accountId(), current.account().user().patientId());
              return asked.currentPassword() == null
                  ? byFactor(asked, current, caller)
                  : byPassword(asked.currentPassword(), current, caller);
            })
        .compose(issuer::session);
  }

  private Future<OpenSession> byPassword(String password, Current current, Caller caller) {
    return passwords
        .verified(password, current.account())
        .compose(verified -> stored.byPassword(current, issuer.now(), caller));
  }

  private Future<OpenSession> byFactor(FactorsApi.StepUp asked, Current current, Caller caller) {
    return throttle
        .code(current.accountId())
        .compose(
            attempt ->
                verified(asked, current)
                    .compose(
                        use ->
                            use.map(right -> stored.byFactor(current, right, issuer.now(), caller))
                                .orElseGet(() -> Future.succeededFuture(Optional.empty())))
                    .compose(
                        open ->
                            open.map(Future::succeededFuture)
                                .orElseGet(() -> wrong(asked, attempt))));
  }

  private Future<Optional<FactorUse>> verified(FactorsApi.StepUp asked, Current current) {
    UUID accountId = current.accountId();
    return asked.passkey() == null
        ? factors.verify(accountId, asked.code(), issuer.now())
        : passkeys
            .verify(asked.passkey(), PasskeyPurpose.stepUp(accountId), issuer.now())
            .map(right -> right.map(Verified::use));
  }

  private Future<OpenSession> wrong(FactorsApi.StepUp asked, Attempt attempt) {
    Failure wrong = asked.passkey() == null ? TotpEnrolment.wrong() : PasskeyEnrolment.refused();
    return throttle.failed(attempt).compose(counted -> Future.failedFuture(wrong));
  }

  private static Failure notOne() {
    return Failure.invalid(
        CommonFieldErrors.EXACTLY_ONE_OF.at(
            "/code",
            "State a password, a code or a passkey.",
            List.of("currentPassword", "code", "passkey")));
  }
}
