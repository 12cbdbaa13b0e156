package io.clinibus.identity.confirmation;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.NewAccount;
import io.clinibus.identity.api.IdentityFieldErrors;
import io.clinibus.identity.api.RegistrationApi.ConfirmRegistration;
import io.clinibus.identity.api.RegistrationApi.Register;
import io.clinibus.identity.api.RegistrationApi.StartedRegistration;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.PasswordRules;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.identity.credential.RegistrationCodes;
import io.clinibus.identity.credential.SignInMethod;
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
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Self-registration of patients. What they state waits until they enter the code in the mail; then
 * a patient, an account and a first session are created, or nothing.
 */
public final class Registration {

  /** As long as a visitor's hold can last. */
  static final Duration LIFE = Duration.ofMinutes(10);

  static final int MOST_ATTEMPTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  /** The compensation must not fail because the request's deadline has passed. */
  private static final Duration TIME_TO_UNDO = Duration.ofSeconds(5);

  private final AccountRepository accounts;
  private final RegistrationRepository registrations;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final RegistrationCodes codes;
  private final SessionIssuer issuer;
  private final Bus bus;

  public Registration(
      AccountRepository accounts,
      RegistrationRepository registrations,
      Passwords passwords,
      LoginThrottle throttle,
      RegistrationCodes codes,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.registrations = registrations;
    this.passwords = passwords;
    this.throttle = throttle;
    this.codes = codes;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Sends a mail with a code. Result and time are the same for an address with an account, whose
   * owner gets another mail, and for one that has got too many mails.
   *
   * @return fails with {@code INVALID_REQUEST} naming the field, {@code TOO_MANY_REQUESTS} per
   *     network address
   */
  public Future<StartedRegistration> register(Register register, Caller caller) {
    String email = EmailAddress.check(register.email());
    var started = new StartedRegistration(UUID.randomUUID(), issuer.now().plus(LIFE));
    return throttle
        .register(caller.address())
        .compose(allowed -> checkPatient(register, caller))
        .compose(checked -> throttle.mailMayGoTo(email))
        .compose(
            mayGo ->
                mayGo
                    ? mail(register, email, started)
                    : registrations.add(
                        pending(started, register, email, false), started.expiresAt()))
        .map(started);
  }

  /** What the patients domain would refuse later is refused while the person is here. */
  private Future<?> checkPatient(Register register, Caller caller) {
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    return bus.request(
        PatientsApi.CHECK_PATIENT, new CheckPatient(patient(register).details()), system);
  }

  private Future<Void> mail(Register register, String email, StartedRegistration started) {
    return accounts
        .byEmail(email)
        .compose(
            known ->
                registrations.add(
                    pending(started, register, email, known.isEmpty()),
                    known.isPresent()
                        ? AccountMail.ACCOUNT_EXISTS
                        : AccountMail.CONFIRM_REGISTRATION,
                    known.map(account -> account.user().email()).orElse(email),
                    known.isPresent() ? null : register.language(),
                    started.expiresAt()));
  }

  /**
   * Creates the patient and the account of a registration and signs in.
   *
   * @return fails with {@code INVALID_REQUEST} naming {@code /code} or {@code /password}, {@code
   *     ALREADY_EXISTS} if the address has got an account in the meantime, {@code
   *     TOO_MANY_REQUESTS} after too many wrong codes of an address
   */
  public Future<SignedIn> confirm(ConfirmRegistration confirm, Caller caller) {
    return throttle
        .acceptInvitation(caller.address())
        .compose(allowed -> registrations.find(confirm.registrationId(), issuer.now()))
        .map(found -> found.orElseThrow(Registration::codeVoid))
        .compose(
            pending -> {
              PasswordRules.check("/password", confirm.password(), pending.email(), pending.name());
              return throttle
                  .registrationCode(pending.email())
                  .compose(attempt -> checkCode(pending, confirm.code(), attempt));
            })
        .compose(this::withoutAccount)
        .compose(
            pending ->
                passwords
                    .hash(confirm.password())
                    .compose(hash -> create(pending, hash, confirm, caller)));
  }

  /** Counts the attempt before the code is compared: concurrent ones have no more than all. */
  private Future<PendingRegistration> checkCode(
      PendingRegistration pending, String code, LoginThrottle.Attempt attempt) {
    return registrations
        .attempt(pending.id(), MOST_ATTEMPTS, issuer.now())
        .compose(
            counted -> {
              if (!counted) {
                throw codeVoid();
              }
              return codes.matches(pending.id(), code) && pending.confirmable()
                  ? Future.succeededFuture(pending)
                  : throttle.failed(attempt).compose(failed -> Future.failedFuture(codeWrong()));
            });
  }

  private static Failure codeWrong() {
    return Failure.invalid(
        IdentityFieldErrors.MAILED_CODE_WRONG.at("/code", "This is not the code in the mail."));
  }

  static Failure codeVoid() {
    return Failure.invalid(
        IdentityFieldErrors.MAILED_CODE_VOID.at(
            "/code", "This code is no longer valid. Request a new one."));
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
      PendingRegistration pending, String hash, ConfirmRegistration confirm, Caller caller) {
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    return bus.request(PatientsApi.CREATE_PATIENT, patient(pending), system)
        .compose(patient -> open(pending, hash, patient.id(), confirm, caller));
  }

  private Future<SignedIn> open(
      PendingRegistration pending,
      String hash,
      UUID patientId,
      ConfirmRegistration confirm,
      Caller caller) {
    var account =
        new NewAccount(
            UuidV7.next(),
            pending.email(),
            pending.name(),
            Set.of(Role.PATIENT),
            patientId,
            null,
            hash);
    String refreshToken = OpaqueTokens.next();
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    return bus.request(
            PatientsApi.SET_CONFIRMED_EMAIL,
            new SetConfirmedEmail(patientId, pending.email(), account.id()),
            system)
        .compose(
            set ->
                registrations.confirm(
                    pending,
                    account,
                    issuer.session(
                        refreshToken, Set.of(SignInMethod.PASSWORD), caller, confirm.userAgent()),
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

  private static PendingRegistration pending(
      StartedRegistration started, Register register, String email, boolean confirmable) {
    return new PendingRegistration(
        started.registrationId(),
        email,
        register.givenName(),
        register.familyName(),
        register.birthDate(),
        register.phone(),
        confirmable);
  }

  private static CreatePatient patient(Register register) {
    return patient(pending(new StartedRegistration(null, null), register, null, false));
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
