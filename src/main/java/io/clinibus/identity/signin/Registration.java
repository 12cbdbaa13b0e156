package io.clinibus.identity.signin;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.NewAccount;
import io.clinibus.identity.api.IdentityApi.Register;
import io.clinibus.identity.api.IdentityApi.SignedIn;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.PasswordRules;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.DeletePatient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Self-registration of patients: creates a patient, an account and a first session, or nothing. */
public final class Registration {

  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  /** The compensation must not fail because the request's deadline has passed. */
  private static final Duration TIME_TO_UNDO = Duration.ofSeconds(5);

  private final AccountRepository accounts;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final SessionIssuer issuer;
  private final Bus bus;

  public Registration(
      AccountRepository accounts,
      Passwords passwords,
      LoginThrottle throttle,
      SessionIssuer issuer,
      Bus bus) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = throttle;
    this.issuer = issuer;
    this.bus = bus;
  }

  /**
   * Registers a patient.
   *
   * @return fails with {@code INVALID_REQUEST} naming the field, {@code ALREADY_EXISTS} if the
   *     e-mail address has an account, {@code TOO_MANY_REQUESTS} per network address
   */
  public Future<SignedIn> register(Register register, Caller caller) {
    String email = EmailAddress.check(register.email());
    String name = (register.givenName().strip() + " " + register.familyName().strip()).strip();
    return throttle
        .register(caller.address())
        .map(
            allowed -> {
              PasswordRules.check("/password", register.password(), email, name);
              return email;
            })
        .compose(accounts::byEmail)
        .compose(
            known ->
                known.isPresent()
                    ? Future.failedFuture(AccountRepository.emailTaken())
                    : passwords.hash(register.password()))
        .compose(hash -> create(register, email, name, hash, caller));
  }

  private Future<SignedIn> create(
      Register register, String email, String name, String hash, Caller caller) {
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    return bus.request(PatientsApi.CREATE_PATIENT, patient(register, email), system)
        .compose(
            patient -> {
              var account =
                  new NewAccount(
                      UuidV7.next(), email, name, Set.of(Role.PATIENT), patient.id(), null, hash);
              return open(account, register, caller);
            });
  }

  private Future<SignedIn> open(NewAccount account, Register register, Caller caller) {
    String refreshToken = OpaqueTokens.next();
    caller.isAbout(account.id(), account.patientId());
    return accounts
        .register(account, issuer.session(refreshToken), caller)
        .recover(cause -> undo(account, caller).transform(undone -> Future.failedFuture(cause)))
        .compose(session -> issuer.signedIn(session, refreshToken, register.deviceToken()));
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

  private static CreatePatient patient(Register register, String email) {
    return new CreatePatient(
        new PatientDetails(
            register.givenName(),
            register.familyName(),
            register.birthDate(),
            null,
            register.phone(),
            email,
            null,
            null,
            null,
            null));
  }
}
