package io.clinibus.identity;

import io.clinibus.bus.Bus;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.AccountSearch;
import io.clinibus.identity.account.EmailKeyRepository;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.account.SessionRepository;
import io.clinibus.identity.account.StaffRepository;
import io.clinibus.identity.api.AccountApi;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.PasskeysApi;
import io.clinibus.identity.api.PatientInvitationsApi;
import io.clinibus.identity.api.RegistrationApi;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SigningKeysApi;
import io.clinibus.identity.api.SigningKeysApi.SigningKeys;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.confirmation.AddressChange;
import io.clinibus.identity.confirmation.AddressChangeRepository;
import io.clinibus.identity.confirmation.PasswordReset;
import io.clinibus.identity.confirmation.PasswordResetRepository;
import io.clinibus.identity.confirmation.PatientAddress;
import io.clinibus.identity.confirmation.PatientInvitationRepository;
import io.clinibus.identity.confirmation.PatientInvitations;
import io.clinibus.identity.confirmation.Registration;
import io.clinibus.identity.confirmation.RegistrationRepository;
import io.clinibus.identity.credential.AccessTokens;
import io.clinibus.identity.credential.DeviceTokens;
import io.clinibus.identity.credential.IdleLimit;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.PasswordHasher;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.identity.credential.RegistrationCodes;
import io.clinibus.identity.credential.SecondFactorRule;
import io.clinibus.identity.credential.SigningKeyPair;
import io.clinibus.identity.device.CurrentSessions;
import io.clinibus.identity.device.DeviceRepository;
import io.clinibus.identity.device.Devices;
import io.clinibus.identity.enrolment.FactorAddition;
import io.clinibus.identity.enrolment.FactorChangeRepository;
import io.clinibus.identity.enrolment.Factors;
import io.clinibus.identity.enrolment.LostFactors;
import io.clinibus.identity.enrolment.PasskeyEnrolment;
import io.clinibus.identity.enrolment.StepUp;
import io.clinibus.identity.enrolment.StepUpRepository;
import io.clinibus.identity.enrolment.TotpEnrolment;
import io.clinibus.identity.factor.ChallengeRepository;
import io.clinibus.identity.factor.FactorRepository;
import io.clinibus.identity.factor.RecoveryCodeRepository;
import io.clinibus.identity.factor.SealedSecrets;
import io.clinibus.identity.factor.SecondFactors;
import io.clinibus.identity.passkey.PasskeyChallenges;
import io.clinibus.identity.passkey.PasskeyRepository;
import io.clinibus.identity.passkey.Passkeys;
import io.clinibus.identity.signin.BlockReasons;
import io.clinibus.identity.signin.CurrentPassword;
import io.clinibus.identity.signin.Departures;
import io.clinibus.identity.signin.Invitations;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.PasskeySignIn;
import io.clinibus.identity.signin.PasswordChange;
import io.clinibus.identity.signin.SecondFactorSignIn;
import io.clinibus.identity.signin.SessionIssuer;
import io.clinibus.identity.signin.Sessions;
import io.clinibus.identity.signin.StaffRoles;
import io.clinibus.identity.signin.UserAdministration;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.keys.CredentialKey;
import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.SealingJob;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the identity domain. */
public final class IdentityVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityVerticle.class);
  private static final int HASHING_THREADS = 2;
  private static final int HASHING_BOUND = 64;

  /** Values whose creation blocks. */
  private record Slow(List<SigningKeyPair> keys, SealedSecrets secrets, String nobodysHash) {}

  private final NodeContext platform;
  private final PasswordHasher hasher;

  public IdentityVerticle(NodeContext platform) {
    this(platform, new PasswordHasher());
  }

  IdentityVerticle(NodeContext platform, PasswordHasher hasher) {
    this.platform = platform;
    this.hasher = hasher;
  }

  @Override
  public Future<?> start() {
    WorkerExecutor workers = vertx.createSharedWorkerExecutor("password-hashing", HASHING_THREADS);
    return workers
        .executeBlocking(
            () ->
                new Slow(
                    SigningKeyPair.read(platform.settings().signingKey()),
                    sealedSecrets(platform.settings()),
                    hasher.hash(OpaqueTokens.next())))
        .compose(
            slow -> {
              var passwords = new Passwords(hasher, workers, HASHING_BOUND, slow.nobodysHash());
              return serve(slow.keys(), slow.secrets(), passwords);
            });
  }

  private Future<?> serve(List<SigningKeyPair> pairs, SealedSecrets secrets, Passwords passwords) {
    Bus bus = platform.bus();
    var publicUrl = platform.settings().http().publicUrl();
    var accounts = new AccountRepository(platform.database());
    var devices = new DeviceTokens(pairs.get(0).derive("device tokens"));
    var links = LinkTokens.of(pairs);
    var idleLimit = new IdleLimit(platform.settings().http().staffIdle());
    var throttle = new LoginThrottle(platform.rateLimiter(), devices);
    var secondFactor = new SecondFactorRule(platform.settings().factors().requiredForStaff());
    var issuer =
        new SessionIssuer(
            vertx,
            new AccessTokens(pairs.get(0), publicUrl),
            devices,
            idleLimit,
            secondFactor,
            platform.clock());

    var storedFactors = new FactorRepository(platform.database());
    var recoveryCodes = new RecoveryCodeRepository(platform.database());
    var secondFactors = new SecondFactors(storedFactors, recoveryCodes, secrets);
    var storedPasskeys = new PasskeyRepository(platform.database());
    var passkeys = new Passkeys(vertx, PasskeyChallenges.of(pairs), storedPasskeys, publicUrl);
    var passkeySignIn = new PasskeySignIn(passkeys, storedPasskeys, throttle, issuer);
    var secondFactorSignIn =
        new SecondFactorSignIn(
            new ChallengeRepository(platform.database()),
            secondFactors,
            passkeys,
            throttle,
            issuer);
    var registrations = new RegistrationRepository(platform.database());
    var registration =
        new Registration(
            accounts, registrations, passwords, throttle, RegistrationCodes.of(pairs), issuer, bus);
    var sessions =
        new Sessions(
            accounts,
            new SessionRepository(platform.database(), platform.reserved(), idleLimit),
            passwords,
            throttle,
            secondFactorSignIn,
            issuer,
            bus);
    var currentPassword = new CurrentPassword(accounts, passwords, throttle);
    var passwordChange = new PasswordChange(accounts, currentPassword, passwords, issuer, bus);
    var passwordReset =
        new PasswordReset(
            accounts, new PasswordResetRepository(platform.database()), throttle, issuer);
    var addressChange =
        new AddressChange(
            accounts,
            new AddressChangeRepository(platform.database()),
            currentPassword,
            throttle,
            links,
            issuer,
            bus);
    var patientAddress = new PatientAddress(throttle, links, bus);
    var deviceSessions = new DeviceRepository(platform.database());
    var currentSessions = new CurrentSessions(deviceSessions, issuer);
    var signedInDevices = new Devices(currentSessions, deviceSessions, issuer, bus);
    var factorChanges = new FactorChangeRepository(platform.database());
    var factors =
        new Factors(
            currentSessions, storedFactors, recoveryCodes, factorChanges, secondFactor, issuer);
    var stepUp =
        new StepUp(
            currentSessions,
            new StepUpRepository(platform.database()),
            currentPassword,
            secondFactors,
            passkeys,
            throttle,
            issuer);
    var factorAddition = new FactorAddition(issuer, bus);
    var passkeyEnrolment =
        new PasskeyEnrolment(
            currentSessions, passkeys, factorChanges, factorAddition, throttle, issuer);
    var lostFactors = new LostFactors(accounts, factorChanges, issuer, bus);
    var totp =
        new TotpEnrolment(
            currentSessions,
            storedFactors,
            factorChanges,
            factorAddition,
            secrets,
            throttle,
            issuer,
            publicUrl.getHost());
    var patientInvitations =
        new PatientInvitations(
            accounts,
            new PatientInvitationRepository(platform.database()),
            passwords,
            throttle,
            links,
            issuer);
    var roles = new StaffRoles(new DataFormCheck(platform.database(), DataForm.PRIVACY_OFFICERS));
    var invitations =
        new Invitations(
            accounts,
            new InvitationRepository(platform.database()),
            roles,
            passwords,
            throttle,
            links,
            secondFactorSignIn,
            issuer,
            bus,
            publicUrl);
    var staff = new StaffRepository(platform.database());
    var departures = new Departures(staff, issuer, bus);
    var accountSearch = new AccountSearch(platform.database());
    var blockReasons =
        new BlockReasons(
            accountSearch,
            platform.patientKeys(),
            new DataFormCheck(platform.database(), DataForm.SEALED_STAFF_TEXTS));
    var users =
        new UserAdministration(accounts, accountSearch, staff, roles, blockReasons, issuer, bus);
    new SealingJob(
            platform.database(),
            platform.patientKeys(),
            "identity",
            DataForm.SEALED_STAFF_TEXTS,
            List.of(BlockReasons.IN_CLEAR),
            platform.metrics())
        .start(platform.jobs());
    var keys = new SigningKeys(pairs.stream().map(SigningKeyPair::publicKey).toList());

    return new EmailKeyRepository(platform.database())
        .fill()
        .onFailure(
            cause -> LOG.atWarn().setCause(cause).log("keys of e-mail addresses: not filled"))
        .transform(filled -> storedFactors.seal(secrets))
        .onFailure(cause -> LOG.atError().setCause(cause).log("second factors not resealed"))
        .transform(done -> departures.start(platform.changes()))
        .compose(
            following ->
                Future.all(
                    List.of(
                        bus.serve(RegistrationApi.REGISTER, registration::register),
                        bus.serve(RegistrationApi.CONFIRM_REGISTRATION, registration::confirm),
                        bus.serve(RegistrationApi.CONFIRM_PATIENT_ADDRESS, patientAddress::confirm),
                        bus.serve(
                            PatientInvitationsApi.ACCEPT_PATIENT_INVITATION,
                            patientInvitations::accept),
                        bus.serve(
                            PatientInvitationsApi.LINK_PATIENT_INVITATION,
                            patientInvitations::link),
                        bus.serve(AccountApi.REQUEST_PASSWORD_RESET, passwordReset::request),
                        bus.serve(AccountApi.REQUEST_ADDRESS_CHANGE, addressChange::request),
                        bus.serve(AccountApi.CONFIRM_ADDRESS_CHANGE, addressChange::confirm),
                        bus.serve(AccountApi.REFUSE_ADDRESS_CHANGE, addressChange::refuse),
                        bus.serve(SessionsApi.LIST_SESSIONS, signedInDevices::list),
                        bus.serve(SessionsApi.END_SESSION, signedInDevices::end),
                        bus.serve(SessionsApi.END_OTHER_SESSIONS, signedInDevices::endOthers),
                        bus.serve(FactorsApi.LIST_FACTORS, factors::list),
                        bus.serve(FactorsApi.START_TOTP, totp::start),
                        bus.serve(FactorsApi.CONFIRM_TOTP, totp::confirm),
                        bus.serve(FactorsApi.REMOVE_FACTOR, factors::remove),
                        bus.serve(FactorsApi.RENAME_FACTOR, factors::rename),
                        bus.serve(PasskeysApi.START_PASSKEY, passkeyEnrolment::start),
                        bus.serve(PasskeysApi.CONFIRM_PASSKEY, passkeyEnrolment::confirm),
                        bus.serve(PasskeysApi.START_PASSKEY_SIGN_IN, passkeySignIn::start),
                        bus.serve(PasskeysApi.LOGIN_WITH_PASSKEY, passkeySignIn::login),
                        bus.serve(PasskeysApi.START_PASSKEY_STEP_UP, stepUp::start),
                        bus.serve(FactorsApi.REPLACE_RECOVERY_CODES, factors::replaceCodes),
                        bus.serve(FactorsApi.REMOVE_FACTORS, lostFactors::remove),
                        bus.serve(FactorsApi.STEP_UP, stepUp::confirm),
                        bus.serve(SignInApi.COMPLETE_LOGIN, secondFactorSignIn::complete),
                        bus.serve(SignInApi.LOGIN, sessions::login),
                        bus.serve(SignInApi.REFRESH, sessions::refresh),
                        bus.serve(SignInApi.LOGOUT, sessions::logout),
                        bus.serve(AccountApi.ME, users::me),
                        bus.serve(AccountApi.SET_LANGUAGE, users::setLanguage),
                        bus.serve(AccountApi.CHANGE_PASSWORD, passwordChange::change),
                        bus.serve(UsersApi.ACCEPT_INVITATION, invitations::accept),
                        bus.serve(UsersApi.LIST_USERS, users::list),
                        bus.serve(UsersApi.INVITE_USER, invitations::invite),
                        bus.serve(UsersApi.GET_USER, users::get),
                        bus.serve(UsersApi.UPDATE_USER, users::update),
                        bus.serve(UsersApi.RENEW_INVITATION, invitations::renew),
                        bus.serve(UsersApi.BLOCK_USER, users::block),
                        bus.serve(UsersApi.UNBLOCK_USER, users::unblock),
                        bus.serve(
                            SigningKeysApi.SIGNING_KEYS,
                            (asked, caller) -> Future.succeededFuture(keys)),
                        bus.serve(SessionsApi.REVOCATIONS, sessions::revocations))));
  }

  private static SealedSecrets sealedSecrets(Settings settings) {
    List<String> stated = settings.factors().keys();
    List<String> keys =
        stated.isEmpty() ? List.of(CredentialKey.derivedFrom(settings.signingKey())) : stated;
    return SealedSecrets.of(
        keys.stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList());
  }
}
