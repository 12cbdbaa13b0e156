package io.clinibus.identity.confirmation;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Role;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.account.NewAccount;
import io.clinibus.identity.api.IdentityApi.ConfirmRegistration;
import io.clinibus.identity.api.IdentityApi.Register;
import io.clinibus.identity.api.IdentityApi.SignedIn;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.PasswordRules;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.signin.EmailAddress;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.SessionIssuer;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CheckPatient;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.DeletePatient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.SetConfirmedEmail;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Self-registration of patients. What they state waits until they use the link in the mail; then a
 * patient, an account and a first session are created, or nothing.
 */
public final class Registration {

  static final Duration LIFE = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  /** The compensation must not fail because the request's deadline has passed. */
  private static final Duration TIME_TO_UNDO = Duration.ofSeconds(5);

  private final AccountRepository accounts;
  private final RegistrationRepository registrations;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final LinkTokens links;
  private final SessionIssuer issuer;
  private final Bus bus;

  public Registration(
      AccountRepository accounts,
      RegistrationRepository registrations,
      Passwords passwords,
      LoginThrottle throttle,
      LinkTokens links,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.registrations = registrations;
    this.passwords = passwords;
    this.throttle = throttle;
    this.links = links;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Sends a mail with a link. Result and time are the same for an address with an account, whose
   * owner gets another mail.
   *
   * @return fails with {@code INVALID_REQUEST} naming the field, {@code TOO_MANY_REQUESTS} per
   *     network address
   */
  public Future<NoContent> register(Register register, Caller caller) {
    String email = EmailAddress.check(register.email());
    return throttle
        .register(caller.address())
        .compose(
            allowed -> {
              PasswordRules.check("/password", register.password(), email, name(register));
              return checkPatient(register, caller);
            })
        .compose(checked -> passwords.hash(register.password()))
        .compose(hash -> throttle.ifMailMayGoTo(email, () -> mail(register, email, hash)))
        .map(NoContent.DONE);
  }

  /** What the patients domain would refuse later is refused while the person is here. */
  private Future<?> checkPatient(Register register, Caller caller) {
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    var details = patient(pending(null, register, null, null)).details();
    return bus.request(PatientsApi.CHECK_PATIENT, new CheckPatient(details), system);
  }

  private Future<Void> mail(Register register, String email, String hash) {
    UUID link = UUID.randomUUID();
    Instant expiresAt = issuer.now().plus(LIFE);
    return accounts
        .byEmail(email)
        .compose(
            known ->
                known.isPresent()
                    ? registrations.tellOwner(known.get().user().email(), link, expiresAt)
                    : registrations.add(pending(link, register, email, hash), expiresAt));
  }

  /**
   * Creates the patient and the account of a registration and signs in.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /token}, {@code ALREADY_EXISTS} if the
   *     address has got an account in the meantime
   */
  public Future<SignedIn> confirm(ConfirmRegistration confirm, Caller caller) {
    return throttle
        .acceptInvitation(caller.address())
        .map(
            allowed ->
                links
                    .link(AccountMail.CONFIRM_REGISTRATION.name(), confirm.token())
                    .orElseThrow(InvitationRepository::linkVoid))
        .compose(link -> registrations.find(link, issuer.now()))
        .map(found -> found.orElseThrow(InvitationRepository::linkVoid))
        .compose(this::withoutAccount)
        .compose(pending -> create(pending, confirm, caller));
  }

  /** Before a patient is created in vain. */
  private Future<PendingRegistration> withoutAccount(PendingRegistration pending) {
    return accounts
        .byEmail(pending.email())
        .map(
            known -> {
              if (known.isPresent()) {
                throw AccountRepository.emailTaken();
              }
              return pending;
            });
  }

  private Future<SignedIn> create(
      PendingRegistration pending, ConfirmRegistration confirm, Caller caller) {
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    return bus.request(PatientsApi.CREATE_PATIENT, patient(pending), system)
        .compose(patient -> open(pending, patient.id(), confirm, caller));
  }

  private Future<SignedIn> open(
      PendingRegistration pending, UUID patientId, ConfirmRegistration confirm, Caller caller) {
    var account =
        new NewAccount(
            UuidV7.next(),
            pending.email(),
            pending.name(),
            Set.of(Role.PATIENT),
            patientId,
            null,
            pending.passwordHash());
    String refreshToken = OpaqueTokens.next();
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    return bus.request(
            PatientsApi.SET_CONFIRMED_EMAIL,
            new SetConfirmedEmail(patientId, pending.email()),
            system)
        .compose(
            set ->
                registrations.confirm(
                    pending,
                    account,
                    issuer.session(refreshToken, caller, confirm.userAgent()),
                    caller))
        .recover(cause -> undo(account, caller).transform(undone -> Future.failedFuture(cause)))
        .compose(session -> issuer.signedIn(session, refreshToken, confirm.deviceToken()));
  }

  /**
   * Deletes the patient again, unless the account exists after all: after a lost connection it is
   * unknown whether the transaction committed.
   */
  private Future<Void> undo(NewAccount account, Caller caller) {
    return accounts
        .byId(account.id())
        .compose(
            found ->
                found.isPresent()
                    ? Future.<Void>succeededFuture()
                    : delete(account.patientId(), caller))
        .onFailure(
            cause ->
                LOG.atWarn()
                    .addKeyValue("requestId", caller.requestId())
                    .addKeyValue("patientId", account.patientId())
                    .setCause(cause)
                    .log("registration rollback failed: patient without account"));
  }

  private Future<Void> delete(UUID patientId, Caller caller) {
    Caller system = Caller.system(caller.requestId(), issuer.now().plus(TIME_TO_UNDO));
    return bus.request(PatientsApi.DELETE_PATIENT, new DeletePatient(patientId), system).mapEmpty();
  }

  private static String name(Register register) {
    return pending(null, register, null, null).name();
  }

  private static PendingRegistration pending(
      UUID link, Register register, String email, String hash) {
    return new PendingRegistration(
        link,
        email,
        hash,
        register.givenName(),
        register.familyName(),
        register.birthDate(),
        register.phone());
  }

  /** Without the address, which is set as a confirmed one. */
  private static CreatePatient patient(PendingRegistration pending) {
    return new CreatePatient(
        new PatientDetails(
            pending.givenName(),
            pending.familyName(),
            pending.birthDate(),
            null,
            pending.phone(),
            null,
            null,
            null,
            null,
            null));
  }
}
