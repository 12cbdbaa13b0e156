package io.clinibus.identity.confirmation;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.identity.account.Account;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.api.AccountApi.AddressChangeResult;
import io.clinibus.identity.api.AccountApi.ConfirmAddressChange;
import io.clinibus.identity.api.AccountApi.RefuseAddressChange;
import io.clinibus.identity.api.AccountApi.RequestAddressChange;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.signin.CurrentPassword;
import io.clinibus.identity.signin.EmailAddress;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.SessionIssuer;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.SetConfirmedEmail;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Change of the caller's own address, which the owners of the old and the new one confirm. */
public final class AddressChange {

  static final Duration LIFE = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(AddressChange.class);

  private final AccountRepository accounts;
  private final AddressChangeRepository changes;
  private final CurrentPassword currentPassword;
  private final LoginThrottle throttle;
  private final LinkTokens links;
  private final SessionIssuer issuer;
  private final Bus bus;

  public AddressChange(
      AccountRepository accounts,
      AddressChangeRepository changes,
      CurrentPassword currentPassword,
      LoginThrottle throttle,
      LinkTokens links,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.changes = changes;
    this.currentPassword = currentPassword;
    this.throttle = throttle;
    this.links = links;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Sends a mail to both addresses. The result is the same for an address with an account, whose
   * owner gets another mail.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /currentPassword} or {@code /email}
   */
  public Future<NoContent> request(RequestAddressChange request, Caller caller) {
    String email = EmailAddress.check(request.email());
    return currentPassword
        .verified(request.currentPassword(), caller)
        .compose(account -> throttle.ifMailMayGoTo(email, () -> add(account, email, caller)))
        .map(NoContent.DONE);
  }

  private Future<Void> add(Account account, String email, Caller caller) {
    return accounts
        .byEmail(email)
        .compose(
            known ->
                changes.add(
                    UUID.randomUUID(),
                    account.user(),
                    email,
                    known.isPresent(),
                    issuer.now().plus(LIFE),
                    caller));
  }

  /** Confirms by the link in one of the mails; the second confirmation changes the address. */
  public Future<AddressChangeResult> confirm(ConfirmAddressChange confirm, Caller caller) {
    return throttle
        .acceptInvitation(caller.address())
        .compose(
            allowed -> {
              Optional<UUID> byNew = link(AccountMail.CONFIRM_NEW_EMAIL, confirm.token());
              UUID id = byNew.orElseGet(() -> old(confirm.token()));
              return changes.confirm(id, byNew.isPresent(), issuer.now(), caller);
            })
        .compose(
            changed ->
                changed
                    .map(user -> follow(user, caller))
                    .orElseGet(Future::succeededFuture)
                    .map(new AddressChangeResult(changed.isPresent())));
  }

  /** Drops the change by the link in the mail to the old address. */
  public Future<NoContent> refuse(RefuseAddressChange refuse, Caller caller) {
    return throttle
        .acceptInvitation(caller.address())
        .compose(allowed -> changes.refuse(old(refuse.token()), caller))
        .map(NoContent.DONE);
  }

  /** The patient's mails go to the new address, too. */
  private Future<Void> follow(User user, Caller caller) {
    if (user.patientId() == null) {
      return Future.succeededFuture();
    }
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    return bus.request(
            PatientsApi.SET_CONFIRMED_EMAIL,
            new SetConfirmedEmail(user.patientId(), user.email(), user.id()),
            system)
        .<Void>mapEmpty()
        .onFailure(
            cause ->
                LOG.atWarn()
                    .addKeyValue("requestId", caller.requestId())
                    .addKeyValue("patientId", user.patientId())
                    .setCause(cause)
                    .log("address change: patient keeps the old address"))
        .otherwiseEmpty();
  }

  private UUID old(String token) {
    return link(AccountMail.CONFIRM_OLD_EMAIL, token).orElseThrow(InvitationRepository::linkVoid);
  }

  private Optional<UUID> link(AccountMail mail, String token) {
    return links.link(mail.name(), token);
  }
}
