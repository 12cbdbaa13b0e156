package io.clinibus.identity.signin;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.api.AccountApi.ChangePassword;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.credential.PasswordRules;
import io.clinibus.identity.credential.Passwords;
import io.vertx.core.Future;

/** Change of the caller's own password. */
public final class PasswordChange {

  private final AccountRepository accounts;
  private final CurrentPassword currentPassword;
  private final Passwords passwords;
  private final SessionIssuer issuer;
  private final Bus bus;

  public PasswordChange(
      AccountRepository accounts,
      CurrentPassword currentPassword,
      Passwords passwords,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.currentPassword = currentPassword;
    this.passwords = passwords;
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
    return currentPassword
        .account(caller)
        .compose(
            account -> {
              var user = account.user();
              PasswordRules.check("/newPassword", change.newPassword(), user.email(), user.name());
              return currentPassword.verified(change.currentPassword(), account);
            })
        .compose(account -> replace(account, change, caller))
        .map(
            revoked -> {
              bus.publish(SessionsApi.SESSIONS_REVOKED, revoked);
              return NoContent.DONE;
            });
  }

  private Future<SessionsRevoked> replace(Account account, ChangePassword change, Caller caller) {
    return passwords
        .hash(change.newPassword())
        .compose(hash -> accounts.changePassword(account, hash, issuer.now(), caller))
        .map(changed -> changed.orElseThrow(CurrentPassword::wrong));
  }
}
