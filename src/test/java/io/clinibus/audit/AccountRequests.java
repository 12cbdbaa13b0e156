package io.clinibus.audit;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.identity.api.AccountApi;
import io.clinibus.identity.api.PatientInvitationsApi;
import io.clinibus.identity.api.RegistrationApi;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.credential.RegistrationCodes;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.Registrations;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Requests of the identity domain. */
final class AccountRequests extends PreparedRequests {

  private static final String PASSWORD = "violet kettle 7261";

  private int people;

  AccountRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    accounts();
    invitedPatients();
    new FactorRequests(clinic, this::registered, this::visitor, PASSWORD).putInto(requests);
  }

  private void accounts() {
    requests.put(
        RegistrationApi.CONFIRM_REGISTRATION,
        () -> new Asked(confirmation(newEmail()), visitor(), null));
    requests.put(
        SessionsApi.END_SESSION,
        () -> {
          SignedIn own = registered();
          UUID session =
              clinic
                  .sql(
                      "SELECT id FROM identity.session WHERE account_id = $1",
                      own.session().user().id())
                  .iterator()
                  .next()
                  .getUUID("id");
          return new Asked(
              new SessionsApi.EndSession(session, own.refreshToken()), self(own), null);
        });
    requests.put(
        SessionsApi.END_OTHER_SESSIONS,
        () -> {
          SignedIn own = registered();
          return new Asked(new SessionsApi.EndOtherSessions(own.refreshToken()), self(own), null);
        });
    requests.put(
        AccountApi.REQUEST_ADDRESS_CHANGE,
        () -> new Asked(addressChange(), self(registered()), null));
    requests.put(
        AccountApi.CONFIRM_ADDRESS_CHANGE,
        () ->
            new Asked(new AccountApi.ConfirmAddressChange(addressChangeToken()), visitor(), null));
    requests.put(
        AccountApi.REFUSE_ADDRESS_CHANGE,
        () -> new Asked(new AccountApi.RefuseAddressChange(addressChangeToken()), visitor(), null));
    requests.put(
        SignInApi.LOGIN,
        () -> {
          String email = newEmail();
          registered(email);
          return new Asked(new SignInApi.Login(email, PASSWORD, null, null), visitor(), null);
        });
    requests.put(
        SignInApi.REFRESH,
        () ->
            new Asked(
                new SignInApi.Refresh(registered().refreshToken(), null, null), visitor(), null));
    requests.put(
        SignInApi.LOGOUT,
        () -> new Asked(new SignInApi.Logout(registered().refreshToken()), visitor(), null));
    requests.put(
        AccountApi.CHANGE_PASSWORD,
        () -> {
          var change = new AccountApi.ChangePassword(PASSWORD, "copper lantern 5519");
          return new Asked(change, self(registered()), null);
        });
    onClinic(UsersApi.INVITE_USER, this::invitation);
    onClinic(
        UsersApi.RENEW_INVITATION,
        () -> new UsersApi.RenewInvitation(registered().session().user().id()));
    onClinic(
        UsersApi.BLOCK_USER,
        () ->
            new UsersApi.BlockUser(registered().session().user().id(), null, "Abuse of the staff"));
    onClinic(
        UsersApi.UNBLOCK_USER, () -> new UsersApi.UnblockUser(registered().session().user().id()));
    onClinic(
        UsersApi.UPDATE_USER,
        () -> {
          var invited = clinic.ask(UsersApi.INVITE_USER, invitation(), clinic.admin());
          return new UsersApi.UpdateUser(invited.user().id(), Set.of(Role.PHARMACIST), null);
        });
    onClinic(UsersApi.GET_USER, () -> new UsersApi.GetUser(registered().session().user().id()));
    onClinic(
        UsersApi.LIST_USERS,
        () -> {
          registered();
          return new UsersApi.ListUsers(null, null, null, null, null);
        });
    requests.put(
        UsersApi.ACCEPT_INVITATION,
        () -> {
          String link = clinic.ask(UsersApi.INVITE_USER, invitation(), clinic.admin()).link();
          String token = link.substring(link.indexOf("#token=") + "#token=".length());
          return new Asked(
              new UsersApi.AcceptInvitation(token, PASSWORD, null, null), visitor(), null);
        });
  }

  private void invitedPatients() {
    requests.put(
        PatientInvitationsApi.ACCEPT_PATIENT_INVITATION,
        () -> {
          UUID patient = clinic.patient();
          var accept =
              new PatientInvitationsApi.AcceptPatientInvitation(
                  invitationToken(patient), PASSWORD, null, null);
          return new Asked(accept, visitor(), patient);
        });
    requests.put(
        PatientInvitationsApi.LINK_PATIENT_INVITATION,
        () -> {
          UUID patient = withAddress(clinic.patient());
          SignedIn own = registered(patient + "@example.org");
          var link = new PatientInvitationsApi.LinkPatientInvitation(invitationToken(patient));
          return new Asked(link, self(own), patient);
        });
  }

  private String invitationToken(UUID patient) {
    invite(patient);
    UUID link =
        clinic
            .sql("SELECT id FROM patients.account_invitation WHERE patient_id = $1", patient)
            .iterator()
            .next()
            .getUUID("id");
    return links().token(AccountMail.PATIENT_INVITATION.name(), link);
  }

  private SignedIn registered() {
    return registered(newEmail());
  }

  private SignedIn registered(String email) {
    return clinic.ask(RegistrationApi.CONFIRM_REGISTRATION, confirmation(email), visitor());
  }

  /** What the code in the mail about a registration confirms. */
  private RegistrationApi.ConfirmRegistration confirmation(String email) {
    clinic.ask(RegistrationApi.REGISTER, registration(email), visitor());
    var codes = RegistrationCodes.read(clinic.platform().settings().signingKey());
    var code = Registrations.code(clinic.platform().database(), codes, email);
    return new RegistrationApi.ConfirmRegistration(
        code.registrationId(), code.code(), PASSWORD, null, null);
  }

  private AccountApi.RequestAddressChange addressChange() {
    return new AccountApi.RequestAddressChange(newEmail(), PASSWORD);
  }

  /** Of the mail to the old address. */
  private String addressChangeToken() {
    SignedIn own = registered();
    clinic.ask(AccountApi.REQUEST_ADDRESS_CHANGE, addressChange(), self(own));
    UUID change =
        clinic
            .sql(
                "SELECT id FROM identity.address_change WHERE account_id = $1",
                own.session().user().id())
            .iterator()
            .next()
            .getUUID("id");
    return links().token(AccountMail.CONFIRM_OLD_EMAIL.name(), change);
  }

  private LinkTokens links() {
    return LinkTokens.read(clinic.platform().settings().signingKey());
  }

  private Caller self(SignedIn own) {
    var user = own.session().user();
    String address = "192.0.2." + ++people;
    return new Caller(user.id(), user.roles(), user.patientId(), null, "t", address, deadline());
  }

  private UsersApi.InviteUser invitation() {
    return new UsersApi.InviteUser(newEmail(), "Rosa", Set.of(Role.RECEPTIONIST), null);
  }

  private String newEmail() {
    return "person" + ++people + "@example.org";
  }

  private static RegistrationApi.Register registration(String email) {
    return new RegistrationApi.Register(email, "Ada", "Lovelace", null, null, null);
  }

  /** From another address each time, so that no limit applies. */
  private Caller visitor() {
    return Caller.visitor("t", "192.0.2." + ++people, deadline());
  }

  private Instant deadline() {
    return clinic.frontDesk().deadline();
  }
}
