package io.clinibus.identity.confirmation;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.api.AccountApi.RequestPasswordReset;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.signin.EmailAddress;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mails links by which a forgotten password is replaced; {@link Invitations} accepts them. */
public final class PasswordReset {

  static final Duration LIFE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(PasswordReset.class);

  private final AccountRepository accounts;
  private final PasswordResetRepository resets;
  private final LoginThrottle throttle;
  private final SessionIssuer issuer;

  public PasswordReset(
      AccountRepository accounts,
      PasswordResetRepository resets,
      LoginThrottle throttle,
      SessionIssuer issuer) {
    this.accounts = accounts;
    this.resets = resets;
    this.throttle = throttle;
    this.issuer = issuer;
  }

  /**
   * Answers before it looks for the account, so that neither result nor time depends on it.
   *
   * @return fails with {@code INVALID_REQUEST} if it is no address, {@code TOO_MANY_REQUESTS} per
   *     network address
   */
  public Future<NoContent> request(RequestPasswordReset request, Caller caller) {
    String email = EmailAddress.check(request.email());
    return throttle
        .resetPassword(caller.address())
        .map(
            allowed -> {
              throttle
                  .ifMailMayGoTo(email, () -> mail(email))
                  .onFailure(
                      cause ->
                          LOG.atWarn()
                              .addKeyValue("requestId", caller.requestId())
                              .setCause(cause)
                              .log("password reset: mail not requested"));
              return NoContent.DONE;
            });
  }

  private Future<Void> mail(String email) {
    return accounts
        .byEmail(email)
        .compose(
            found ->
                found
                    .map(account -> account.user())
                    .filter(user -> !user.blocked())
                    .map(this::add)
                    .orElseGet(Future::succeededFuture));
  }

  private Future<Void> add(User user) {
    return resets.add(UUID.randomUUID(), user, issuer.now().plus(LIFE));
  }
}
