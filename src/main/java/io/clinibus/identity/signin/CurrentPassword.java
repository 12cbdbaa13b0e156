package io.clinibus.identity.signin;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.identity.credential.Passwords;
import io.vertx.core.Future;

/** Verifies the caller's password before a change of the account. */
public final class CurrentPassword {

  private final AccountRepository accounts;
  private final Passwords passwords;
  private final LoginThrottle throttle;

  public CurrentPassword(AccountRepository accounts, Passwords passwords, LoginThrottle throttle) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = throttle;
  }

  /** The caller's account; {@code UNAUTHENTICATED} for a visitor. */
  Future<Account> account(Caller caller) {
    if (caller.userId() == null) {
      return Future.failedFuture(Failure.of(CommonFailures.UNAUTHENTICATED));
    }
    return accounts
        .byId(caller.userId())
        .map(found -> found.orElseThrow(() -> Failure.of(CommonFailures.UNAUTHENTICATED)));
  }

  /**
   * The caller's account after the password was verified.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /currentPassword}, {@code
   *     TOO_MANY_REQUESTS} after too many wrong ones
   */
  public Future<Account> verified(String password, Caller caller) {
    return account(caller).compose(account -> verified(password, account));
  }

  public Future<Account> verified(String password, Account account) {
    return throttle
        .changePassword(account.user().id())
        .compose(
            attempt ->
                passwords
                    .matches(password, account.passwordHash())
                    .compose(
                        right ->
                            right
                                ? Future.succeededFuture(account)
                                : throttle
                                    .failed(attempt)
                                    .compose(counted -> Future.failedFuture(wrong()))));
  }

  static Failure wrong() {
    return Failure.invalid(
        IdentityFieldErrors.PASSWORD_WRONG.at(
            "/currentPassword", "This is not your current password."));
  }
}
