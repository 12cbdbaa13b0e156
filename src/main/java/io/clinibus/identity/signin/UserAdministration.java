package io.clinibus.identity.signin;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.AccountSearch;
import io.clinibus.identity.account.StaffRepository;
import io.clinibus.identity.account.StaffRepository.Changed;
import io.clinibus.identity.api.AccountApi.Me;
import io.clinibus.identity.api.AccountApi.SetLanguage;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.UsersApi.BlockUser;
import io.clinibus.identity.api.UsersApi.GetUser;
import io.clinibus.identity.api.UsersApi.ListUsers;
import io.clinibus.identity.api.UsersApi.UnblockUser;
import io.clinibus.identity.api.UsersApi.UpdateUser;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.api.UsersApi.UserPage;
import io.vertx.core.Future;
import java.util.Optional;

/** Lists, changes, blocks and unblocks accounts. */
public final class UserAdministration {

  private final AccountRepository accounts;
  private final AccountSearch list;
  private final StaffRepository staff;
  private final StaffRoles roles;
  private final BlockReasons reasons;
  private final SessionIssuer issuer;
  private final Bus bus;

  public UserAdministration(
      AccountRepository accounts,
      AccountSearch list,
      StaffRepository staff,
      StaffRoles roles,
      BlockReasons reasons,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.list = list;
    this.staff = staff;
    this.roles = roles;
    this.reasons = reasons;
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

  /** Sets the language in which the caller gets mails. */
  public Future<NoContent> setLanguage(SetLanguage wanted, Caller caller) {
    return accounts.setLanguage(caller.userId(), wanted.language()).map(NoContent.DONE);
  }

  /** A page of accounts, oldest first. */
  public Future<UserPage> list(ListUsers asked, Caller caller) {
    return list.page(asked)
        .compose(page -> reasons.open(page.items()).map(items -> new UserPage(items, page.next())));
  }

  public Future<User> get(GetUser asked, Caller caller) {
    return accounts
        .byId(asked.userId())
        .map(found -> found.orElseThrow(UserAdministration::notFound).user())
        .compose(reasons::open);
  }

  /**
   * Blocks an account; idempotent. Its tokens are revoked on every node at once. Its holds and its
   * patient's waitlist entries end, and if wanted the patient's appointments are cancelled.
   *
   * @return fails with {@code FORBIDDEN} for the caller's own account, so that an administrator who
   *     can unblock remains, and with {@code LAST_ADMINISTRATOR} if nobody else is one
   */
  public Future<User> block(BlockUser block, Caller caller) {
    if (block.userId().equals(caller.userId())) {
      return Future.failedFuture(Failure.forbidden("You cannot block yourself."));
    }
    boolean withVisits = Boolean.TRUE.equals(block.cancelAppointments());
    return reasons
        .write(block.userId(), block.reason())
        .compose(reason -> staff.block(block.userId(), withVisits, reason, issuer.now(), caller))
        .map(this::published)
        .compose(reasons::open);
  }

  /**
   * Replaces the roles of a member of staff, whose sessions end: the next sign-in has the new ones.
   *
   * @return fails with {@code INVALID_REQUEST} naming the field, {@code ALREADY_EXISTS} if the
   *     doctor has an account, {@code LAST_ADMINISTRATOR} if nobody else can administer, or as
   *     {@link StaffRoles#check}
   */
  public Future<User> update(UpdateUser update, Caller caller) {
    return roles
        .check(update.roles(), update.doctorId())
        .compose(allowed -> accounts.byId(update.userId()))
        .compose(
            found -> {
              User user = found.orElseThrow(UserAdministration::notFound).user();
              if (user.patientId() != null) {
                throw StaffRoles.ofStaffOnly();
              }
              return staff.update(
                  user.id(), update.roles(), update.doctorId(), issuer.now(), caller);
            })
        .map(this::published)
        .compose(reasons::open);
  }

  /**
   * Allows a blocked account to sign in again; its earlier sessions stay ended.
   *
   * @return fails with {@code DEPARTED} if its patient or doctor was removed
   */
  public Future<User> unblock(UnblockUser unblock, Caller caller) {
    return staff
        .unblock(unblock.userId(), caller)
        .map(found -> found.orElseThrow(UserAdministration::notFound));
  }

  private User published(Optional<Changed> changed) {
    Changed done = changed.orElseThrow(UserAdministration::notFound);
    bus.publish(SessionsApi.SESSIONS_REVOKED, done.revoked());
    return done.user();
  }

  private static Failure notFound() {
    return Failure.notFound("user");
  }
}
