package io.clinibus.identity.signin;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.account.InvitationRepository.PasswordLink;
import io.clinibus.identity.account.NewAccount;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi.AcceptInvitation;
import io.clinibus.identity.api.UsersApi.Invitation;
import io.clinibus.identity.api.UsersApi.InviteUser;
import io.clinibus.identity.api.UsersApi.RenewInvitation;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.PasswordRules;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Staff accounts, and the links with which a first or new password is set. */
public final class Invitations {

  static final Duration LIFE = Duration.ofHours(72);

  private final AccountRepository accounts;
  private final InvitationRepository invitations;
  private final StaffRoles roles;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final LinkTokens links;
  private final SecondFactorSignIn secondFactor;
  private final SessionIssuer issuer;
  private final Bus bus;
  private final URI publicUrl;

  public Invitations(
      AccountRepository accounts,
      InvitationRepository invitations,
      StaffRoles roles,
      Passwords passwords,
      LoginThrottle throttle,
      LinkTokens links,
      SecondFactorSignIn secondFactor,
      SessionIssuer issuer,
      Bus bus,
      URI publicUrl) {
    this.accounts = accounts;
    this.invitations = invitations;
    this.roles = roles;
    this.passwords = passwords;
    this.throttle = throttle;
    this.links = links;
    this.secondFactor = secondFactor;
    this.issuer = issuer;
    this.bus = bus;
    this.publicUrl = publicUrl;
  }

  /**
   * Creates a staff account without a password, and a link to set one.
   *
   * @return fails with {@code INVALID_REQUEST} naming the field, {@code ALREADY_EXISTS} if the
   *     e-mail address or the doctor has an account, or as {@link StaffRoles#check}
   */
  public Future<Invitation> invite(InviteUser invite, Caller caller) {
    var account =
        new NewAccount(
            UuidV7.next(),
            EmailAddress.check(invite.email()),
            invite.name().strip(),
            invite.roles(),
            null,
            invite.doctorId(),
            null);
    String token = OpaqueTokens.next();
    Instant expiresAt = issuer.now().plus(LIFE);
    caller.isAbout(account.id());
    return roles
        .check(invite.roles(), invite.doctorId())
        .compose(
            allowed -> invitations.invite(account, OpaqueTokens.sha256(token), expiresAt, caller))
        .map(user -> invitation(user, token, expiresAt));
  }

  /**
   * Creates a new link for an account, with or without a password; earlier links become invalid.
   */
  public Future<Invitation> renew(RenewInvitation renew, Caller caller) {
    String token = OpaqueTokens.next();
    Instant expiresAt = issuer.now().plus(LIFE);
    return accounts
        .byId(renew.userId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("user")).user())
        .onSuccess(user -> caller.concerns(user.patientId()))
        .compose(
            user ->
                invitations
                    .renew(user.id(), OpaqueTokens.sha256(token), expiresAt, caller)
                    .map(renewed -> invitation(user, token, expiresAt)));
  }

  /**
   * Sets the password through a link and signs in. Sessions of an earlier password end. An account
   * with a second factor is not signed in, but asked for it: a link in a mail does not replace it.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /token} or {@code /password}, {@code
   *     BLOCKED} if the account is blocked, {@code SECOND_FACTOR} after the password was set
   */
  public Future<SignedIn> accept(AcceptInvitation accept, Caller caller) {
    var link =
        new PasswordLink(
            OpaqueTokens.sha256(accept.token()),
            links.link(AccountMail.RESET_PASSWORD.name(), accept.token()).orElse(null));
    return throttle
        .acceptInvitation(caller.address())
        .compose(allowed -> invitations.invited(link, issuer.now()))
        .onSuccess(
            found ->
                found.ifPresent(
                    account -> caller.isAbout(account.user().id(), account.user().patientId())))
        .map(found -> acceptable(found.orElseThrow(InvitationRepository::linkVoid), accept))
        .compose(
            account ->
                passwords
                    .hash(accept.password())
                    .compose(hash -> set(link, account, hash, accept, caller)));
  }

  private Future<SignedIn> set(
      PasswordLink link, Account account, String hash, AcceptInvitation accept, Caller caller) {
    String refreshToken = OpaqueTokens.next();
    return invitations
        .accept(
            link,
            account,
            hash,
            issuer.session(refreshToken, Set.of(SignInMethod.PASSWORD), caller, accept.userAgent()),
            caller)
        .compose(
            accepted -> {
              bus.publish(SessionsApi.SESSIONS_REVOKED, accepted.revoked());
              return accepted
                  .session()
                  .map(session -> issuer.signedIn(session, refreshToken, accept.deviceToken()))
                  .orElseGet(() -> challenge(account));
            });
  }

  private Future<SignedIn> challenge(Account account) {
    return secondFactor
        .challenge(account.user().id())
        .compose(asked -> Future.failedFuture(asked.orElseThrow()));
  }

  private static Account acceptable(Account account, AcceptInvitation accept) {
    User user = account.user();
    if (user.blocked()) {
      throw Failure.of(IdentityFailures.BLOCKED);
    }
    PasswordRules.check("/password", accept.password(), user.email(), user.name());
    return account;
  }

  private Invitation invitation(User user, String token, Instant expiresAt) {
    return new Invitation(user, link(publicUrl, token), expiresAt);
  }

  /** The token is in the fragment, which browsers omit from requests, logs and referrers. */
  static String link(URI publicUrl, String token) {
    return publicUrl + "/invitation#token=" + token;
  }
}
