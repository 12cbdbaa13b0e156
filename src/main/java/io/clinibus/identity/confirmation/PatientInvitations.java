package io.clinibus.identity.confirmation;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.EmailKey;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.account.NewAccount;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.identity.api.PatientInvitationsApi.AcceptPatientInvitation;
import io.clinibus.identity.api.PatientInvitationsApi.LinkPatientInvitation;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.confirmation.PatientInvitationRepository.Invited;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.PasswordRules;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.identity.credential.SignInMethod;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.SessionIssuer;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.util.Set;

/**
 * Patients whom staff invited to an account. Who uses the link owns the address: without an account
 * they get one for the record; with one, staff are asked to merge its record with the other.
 */
public final class PatientInvitations {

  private static final String HAS_ACCOUNT =
      "This e-mail address has an account already: sign in to it.";

  private final AccountRepository accounts;
  private final PatientInvitationRepository invitations;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final LinkTokens links;
  private final SessionIssuer issuer;

  public PatientInvitations(
      AccountRepository accounts,
      PatientInvitationRepository invitations,
      Passwords passwords,
      LoginThrottle throttle,
      LinkTokens links,
      SessionIssuer issuer) {
    this.accounts = accounts;
    this.invitations = invitations;
    this.passwords = passwords;
    this.throttle = throttle;
    this.links = links;
    this.issuer = issuer;
  }

  /**
   * Creates the account of the invited patient and signs in.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /token} or {@code /password}, {@code
   *     ALREADY_EXISTS} naming {@code /token} if the address has an account
   */
  public Future<SignedIn> accept(AcceptPatientInvitation accept, Caller caller) {
    return invited(accept.token(), caller)
        .compose(invited -> withoutAccount(invited, accept))
        .compose(
            invited ->
                passwords
                    .hash(accept.password())
                    .compose(hash -> open(invited, hash, accept, caller)));
  }

  private Future<Invited> withoutAccount(Invited invited, AcceptPatientInvitation accept) {
    return accounts
        .byEmail(invited.email())
        .map(
            known -> {
              if (known.isPresent()) {
                throw Failure.of(
                    CommonFailures.ALREADY_EXISTS,
                    HAS_ACCOUNT,
                    IdentityFieldErrors.ACCOUNT_EXISTS.at("/token", HAS_ACCOUNT));
              }
              PasswordRules.check("/password", accept.password(), invited.email(), invited.name());
              return invited;
            });
  }

  private Future<SignedIn> open(
      Invited invited, String hash, AcceptPatientInvitation accept, Caller caller) {
    var account =
        new NewAccount(
            UuidV7.next(),
            invited.email(),
            invited.name(),
            Set.of(Role.PATIENT),
            invited.patientId(),
            null,
            hash);
    String refreshToken = OpaqueTokens.next();
    return invitations
        .accept(
            invited,
            account,
            issuer.session(refreshToken, Set.of(SignInMethod.PASSWORD), caller, accept.userAgent()),
            caller)
        .compose(session -> issuer.signedIn(session, refreshToken, accept.deviceToken()));
  }

  /**
   * Asks staff to merge the record of the caller's account with the invited one: an account never
   * joins another record by itself.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /token}, {@code FORBIDDEN} if the link
   *     was mailed to another address than the account's
   */
  public Future<NoContent> link(LinkPatientInvitation link, Caller caller) {
    return invited(link.token(), caller)
        .compose(
            invited ->
                accounts
                    .byId(caller.userId())
                    .map(found -> found.orElseThrow(InvitationRepository::linkVoid))
                    .compose(account -> propose(invited, account, caller)))
        .map(NoContent.DONE);
  }

  private Future<Void> propose(Invited invited, Account account, Caller caller) {
    if (!EmailKey.of(account.user().email()).equals(EmailKey.of(invited.email()))) {
      throw Failure.forbidden("This link was mailed to another address than your account's.");
    }
    return invitations.propose(invited, account.user(), issuer.now(), caller);
  }

  private Future<Invited> invited(String token, Caller caller) {
    return throttle
        .acceptInvitation(caller.address())
        .map(
            allowed ->
                links
                    .link(AccountMail.PATIENT_INVITATION.name(), token)
                    .orElseThrow(InvitationRepository::linkVoid))
        .compose(link -> invitations.find(link, issuer.now()))
        .map(found -> found.orElseThrow(InvitationRepository::linkVoid));
  }
}
