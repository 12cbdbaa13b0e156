package io.clinibus.identity.signin;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.api.IdentityApi;
import io.clinibus.identity.api.IdentityApi.ChangePassword;
import io.clinibus.identity.api.IdentityApi.SessionsRevoked;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.identity.credential.PasswordRules;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.identity.signin.LoginThrottle.Attempt;
import io.vertx.core.Future;

/** Change of the caller's own password. */
public final class PasswordChange {

  private final AccountRepository accounts;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final SessionIssuer issuer;
  private final Bus bus;

  public PasswordChange(
      AccountRepository accounts,
      Passwords passwords,
      LoginThrottle throttle,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = throttle;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Changes the caller's password and ends every session, including the current one: a user whose
   * password is compromised can rely on it, and signs in again.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /currentPassword} or {@code
   *     /newPassword}, {@code TOO_MANY_REQUESTS} after too many wrong current passwords
   */
  public Future<NoContent> change(ChangePassword change, Caller caller) {
    return account(caller)
        .compose(
            account -> {
              var user = account.user();
              PasswordRules.check("/newPassword", change.newPassword(), user.email(), user.name());
              return throttle
                  .changePassword(user.id())
                  .compose(attempt -> verified(account, change, attempt, caller));
            })
        .map(
            revoked -> {
              bus.publish(IdentityApi.SESSIONS_REVOKED, revoked);
              return NoContent.DONE;
            });
  }

  private Future<SessionsRevoked> verified(
      Account account, ChangePassword change, Attempt attempt, Caller caller) {
    return passwords
        .matches(change.currentPassword(), account.passwordHash())
        .compose(
            right ->
                right
                    ? replace(account, change, caller)
                    : throttle.failed(attempt).compose(counted -> refuse()));
  }

  private Future<Account> account(Caller caller) {
    if (caller.userId() == null) {
      return Future.failedFuture(Failure.of(CommonFailures.UNAUTHENTICATED));
    }
    return accounts
        .byId(caller.userId())
        .map(found -> found.orElseThrow(() -> Failure.of(CommonFailures.UNAUTHENTICATED)));
  }

  private Future<SessionsRevoked> replace(Account account, ChangePassword change, Caller caller) {
    return passwords
        .hash(change.newPassword())
        .compose(hash -> accounts.changePassword(account, hash, issuer.now(), caller))
        .compose(changed -> changed.map(Future::succeededFuture).orElseGet(PasswordChange::refuse));
  }

  private static Future<SessionsRevoked> refuse() {
    return Future.failedFuture(
        Failure.invalid(
            IdentityFieldErrors.PASSWORD_WRONG.at(
                "/currentPassword", "This is not your current password.")));
  }
}
