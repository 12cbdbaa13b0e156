package io.clinibus.patients.email;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.api.AccountInvitationsApi;
import io.clinibus.patients.api.AccountInvitationsApi.RequestEmailConfirmation;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;

/** Mails the link again by which the owner of a patient's address confirms it. */
public final class EmailConfirmations {

  /** Half of the mails that an address gets in an hour. */
  static final Limit BY_PATIENT = new Limit("email-confirmation", 5, Duration.ofHours(1));

  private final ConfirmedEmailRepository emails;
  private final RateLimiter limiter;
  private final Clock clock;

  public EmailConfirmations(ConfirmedEmailRepository emails, RateLimiter limiter, Clock clock) {
    this.emails = emails;
    this.limiter = limiter;
    this.clock = clock;
  }

  /** Fails with {@code TOO_MANY_REQUESTS} if patients ask too often for their own record. */
  public Future<NoContent> request(RequestEmailConfirmation request, Caller caller) {
    PatientAccess.grant(
        AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION,
        caller,
        request.patientId(),
        clock.instant());
    return within(caller)
        .compose(allowed -> emails.request(request.patientId(), caller))
        .map(NoContent.DONE);
  }

  private Future<Void> within(Caller caller) {
    if (caller.isStaff()) {
      return Future.succeededFuture();
    }
    return limiter
        .take(BY_PATIENT, caller.patientId().toString())
        .map(
            decision -> {
              if (!decision.allowed()) {
                throw Failure.of(CommonFailures.TOO_MANY_REQUESTS)
                    .with("retryAfter", decision.reset().plusMillis(999).toSeconds());
              }
              return null;
            });
  }
}
