package io.clinibus.identity.signin;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.AccountSearch;
import io.clinibus.identity.api.IdentityApi;
import io.clinibus.identity.api.IdentityApi.BlockUser;
import io.clinibus.identity.api.IdentityApi.GetUser;
import io.clinibus.identity.api.IdentityApi.ListUsers;
import io.clinibus.identity.api.IdentityApi.Me;
import io.clinibus.identity.api.IdentityApi.UnblockUser;
import io.clinibus.identity.api.IdentityApi.User;
import io.clinibus.identity.api.IdentityApi.UserPage;
import io.vertx.core.Future;

/** Lists, blocks and unblocks accounts. */
public final class UserAdministration {

  private final AccountRepository accounts;
  private final AccountSearch list;
  private final SessionIssuer issuer;
  private final Bus bus;

  public UserAdministration(
      AccountRepository accounts, AccountSearch list, SessionIssuer issuer, Bus bus) {
    this.accounts = accounts;
    this.list = list;
    this.issuer = issuer;
    this.bus = bus;
  }

  /** The caller's own account; {@code UNAUTHENTICATED} for a visitor. */
  public Future<User> me(Me me, Caller caller) {
    if (caller.userId() == null) {
      return Future.failedFuture(Failure.of(CommonFailures.UNAUTHENTICATED));
    }
    return accounts
        .byId(caller.userId())
        .map(found -> found.orElseThrow(() -> Failure.of(CommonFailures.UNAUTHENTICATED)).user());
  }

  /** A page of accounts, oldest first. */
  public Future<UserPage> list(ListUsers asked, Caller caller) {
    return list.page(asked);
  }

  public Future<User> get(GetUser asked, Caller caller) {
    return accounts
        .byId(asked.userId())
        .map(found -> found.orElseThrow(UserAdministration::notFound).user());
  }

  /**
   * Blocks an account; idempotent. Its tokens are revoked on every node at once.
   *
   * @return fails with {@code FORBIDDEN} for the caller's own account, so that an administrator who
   *     can unblock remains
   */
  public Future<User> block(BlockUser block, Caller caller) {
    if (block.userId().equals(caller.userId())) {
      return Future.failedFuture(Failure.forbidden("You cannot block yourself."));
    }
    return accounts
        .block(block.userId(), issuer.now(), caller)
        .map(
            found -> {
              var blocked = found.orElseThrow(UserAdministration::notFound);
              bus.publish(IdentityApi.SESSIONS_REVOKED, blocked.revoked());
              return blocked.user();
            });
  }

  /** Allows a blocked account to sign in again; its earlier sessions stay ended. */
  public Future<User> unblock(UnblockUser unblock, Caller caller) {
    return accounts
        .unblock(unblock.userId(), caller)
        .map(found -> found.orElseThrow(UserAdministration::notFound));
  }

  private static Failure notFound() {
    return Failure.notFound("user");
  }
}
