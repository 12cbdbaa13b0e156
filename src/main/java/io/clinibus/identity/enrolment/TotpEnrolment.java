package io.clinibus.identity.enrolment;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.FactorsApi.ConfirmTotp;
import io.clinibus.identity.api.FactorsApi.FactorAdded;
import io.clinibus.identity.api.FactorsApi.StartTotp;
import io.clinibus.identity.api.FactorsApi.TotpSecret;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.identity.device.CurrentSessions;
import io.clinibus.identity.device.DeviceRepository.Current;
import io.clinibus.identity.enrolment.FactorChangeRepository.NewTotp;
import io.clinibus.identity.factor.FactorRepository;
import io.clinibus.identity.factor.FactorRepository.Enrolment;
import io.clinibus.identity.factor.SealedSecrets;
import io.clinibus.identity.factor.SecondFactors;
import io.clinibus.identity.factor.Totp;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.LoginThrottle.Attempt;
import io.clinibus.identity.signin.SessionIssuer;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Adds an authenticator app: its secret is shown, and a code of it confirms it. */
public final class TotpEnrolment {

  private static final Duration LIFE = Duration.ofMinutes(15);

  private final CurrentSessions sessions;
  private final FactorRepository factors;
  private final FactorChangeRepository changes;
  private final FactorAddition addition;
  private final SealedSecrets secrets;
  private final LoginThrottle throttle;
  private final SessionIssuer issuer;
  private final String clinic;

  /**
   * @param clinic how apps name the clinic
   */
  public TotpEnrolment(
      CurrentSessions sessions,
      FactorRepository factors,
      FactorChangeRepository changes,
      FactorAddition addition,
      SealedSecrets secrets,
      LoginThrottle throttle,
      SessionIssuer issuer,
      String clinic) {
    this.sessions = sessions;
    this.factors = factors;
    this.changes = changes;
    this.addition = addition;
    this.secrets = secrets;
    this.throttle = throttle;
    this.issuer = issuer;
    this.clinic = clinic;
  }

  public Future<TotpSecret> start(StartTotp asked, Caller caller) {
    return sessions.recent(asked.refreshToken()).compose(current -> start(current, caller));
  }

  private Future<TotpSecret> start(Current current, Caller caller) {
    byte[] secret = Totp.newSecret();
    var id = UuidV7.next();
    var enrolment = new Enrolment(id, secrets.seal(SecondFactors.context(id), secret));
    Instant expiresAt = issuer.now().plus(LIFE);
    var user = current.account().user();
    caller.isAbout(user.id(), user.patientId());
    return factors
        .start(user.id(), enrolment, expiresAt, caller)
        .map(
            stored ->
                new TotpSecret(
                    Totp.base32(secret), Totp.uri(secret, clinic, user.email()), expiresAt));
  }

  /**
   * Makes the secret a factor.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /code}, {@code TOO_MANY_REQUESTS}
   *     after too many wrong ones, {@code NOT_FOUND} if no enrolment was started or it has expired
   */
  public Future<FactorAdded> confirm(ConfirmTotp asked, Caller caller) {
    return sessions
        .recent(asked.refreshToken())
        .compose(
            current ->
                throttle
                    .code(current.accountId())
                    .compose(attempt -> confirm(asked, current, attempt, caller)));
  }

  private Future<FactorAdded> confirm(
      ConfirmTotp asked, Current current, Attempt attempt, Caller caller) {
    return factors
        .enrolment(current.accountId(), issuer.now())
        .map(found -> found.orElseThrow(() -> Failure.notFound("enrolment")))
        .compose(
            enrolment -> {
              OptionalLong step = step(enrolment, asked.code());
              return step.isPresent()
                  ? add(current, enrolment, asked.name(), step.getAsLong(), caller)
                  : throttle.failed(attempt).compose(counted -> Future.failedFuture(wrong()));
            });
  }

  private OptionalLong step(Enrolment enrolment, String code) {
    byte[] secret = secrets.open(SecondFactors.context(enrolment.id()), enrolment.sealedSecret());
    return Totp.step(secret, code.replaceAll("\\s", ""), issuer.now(), Long.MIN_VALUE);
  }

  private Future<FactorAdded> add(
      Current current, Enrolment enrolment, String name, long step, Caller caller) {
    Instant now = issuer.now();
    return addition.added(
        changes.addTotp(current, new NewTotp(enrolment.id(), name.strip(), step), now, caller));
  }

  static Failure wrong() {
    return Failure.invalid(
        IdentityFieldErrors.CODE_WRONG.at("/code", "This code is wrong or was used."));
  }
}
