package io.clinibus.identity;

import io.clinibus.bus.Bus;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.AccountSearch;
import io.clinibus.identity.account.EmailKeyRepository;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.account.SessionRepository;
import io.clinibus.identity.account.StaffRepository;
import io.clinibus.identity.api.IdentityApi;
import io.clinibus.identity.api.IdentityApi.SigningKeys;
import io.clinibus.identity.confirmation.AddressChange;
import io.clinibus.identity.confirmation.AddressChangeRepository;
import io.clinibus.identity.confirmation.PasswordReset;
import io.clinibus.identity.confirmation.PasswordResetRepository;
import io.clinibus.identity.confirmation.PatientAddress;
import io.clinibus.identity.confirmation.Registration;
import io.clinibus.identity.confirmation.RegistrationRepository;
import io.clinibus.identity.credential.AccessTokens;
import io.clinibus.identity.credential.DeviceTokens;
import io.clinibus.identity.credential.IdleLimit;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.PasswordHasher;
import io.clinibus.identity.credential.Passwords;
import io.clinibus.identity.credential.SigningKeyPair;
import io.clinibus.identity.device.DeviceRepository;
import io.clinibus.identity.device.Devices;
import io.clinibus.identity.signin.CurrentPassword;
import io.clinibus.identity.signin.Departures;
import io.clinibus.identity.signin.Invitations;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.identity.signin.PasswordChange;
import io.clinibus.identity.signin.SessionIssuer;
import io.clinibus.identity.signin.Sessions;
import io.clinibus.identity.signin.UserAdministration;
import io.clinibus.platform.NodeContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the identity domain. */
public final class IdentityVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityVerticle.class);
  private static final int HASHING_THREADS = 2;
  private static final int HASHING_BOUND = 64;

  /** Values whose creation blocks. */
  private record Slow(List<SigningKeyPair> keys, String nobodysHash) {}

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
                    hasher.hash(OpaqueTokens.next())))
        .compose(
            slow -> {
              var passwords = new Passwords(hasher, workers, HASHING_BOUND, slow.nobodysHash());
              return serve(slow.keys(), passwords);
            });
  }

  private Future<?> serve(List<SigningKeyPair> pairs, Passwords passwords) {
    Bus bus = platform.bus();
    var publicUrl = platform.settings().http().publicUrl();
    var accounts = new AccountRepository(platform.database());
    var devices = new DeviceTokens(pairs.get(0).derive("device tokens"));
    var links = LinkTokens.of(pairs);
    var idleLimit = new IdleLimit(platform.settings().http().staffIdle());
    var throttle = new LoginThrottle(platform.rateLimiter(), devices);
    var issuer =
        new SessionIssuer(
            vertx, new AccessTokens(pairs.get(0), publicUrl), devices, idleLimit, platform.clock());

    var registration =
        new Registration(
            accounts,
            new RegistrationRepository(platform.database()),
            passwords,
            throttle,
            links,
            issuer,
            bus);
    var sessions =
        new Sessions(
            accounts,
            new SessionRepository(platform.database(), idleLimit),
            passwords,
            throttle,
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
    var signedInDevices = new Devices(new DeviceRepository(platform.database()), issuer, bus);
    var invitations =
        new Invitations(
            accounts,
            new InvitationRepository(platform.database()),
            passwords,
            throttle,
            links,
            issuer,
            bus,
            publicUrl);
    var staff = new StaffRepository(platform.database());
    var departures = new Departures(staff, issuer, bus);
    var users =
        new UserAdministration(
            accounts, new AccountSearch(platform.database()), staff, issuer, bus);
    var keys = new SigningKeys(pairs.stream().map(SigningKeyPair::publicKey).toList());

    return new EmailKeyRepository(platform.database())
        .fill()
        .onFailure(
            cause -> LOG.atWarn().setCause(cause).log("keys of e-mail addresses: not filled"))
        .transform(filled -> departures.start(platform.changes()))
        .compose(
            following ->
                Future.all(
                    List.of(
                        bus.serve(IdentityApi.REGISTER, registration::register),
                        bus.serve(IdentityApi.CONFIRM_REGISTRATION, registration::confirm),
                        bus.serve(IdentityApi.CONFIRM_PATIENT_ADDRESS, patientAddress::confirm),
                        bus.serve(IdentityApi.REQUEST_PASSWORD_RESET, passwordReset::request),
                        bus.serve(IdentityApi.REQUEST_ADDRESS_CHANGE, addressChange::request),
                        bus.serve(IdentityApi.CONFIRM_ADDRESS_CHANGE, addressChange::confirm),
                        bus.serve(IdentityApi.REFUSE_ADDRESS_CHANGE, addressChange::refuse),
                        bus.serve(IdentityApi.LIST_SESSIONS, signedInDevices::list),
                        bus.serve(IdentityApi.END_SESSION, signedInDevices::end),
                        bus.serve(IdentityApi.END_OTHER_SESSIONS, signedInDevices::endOthers),
                        bus.serve(IdentityApi.LOGIN, sessions::login),
                        bus.serve(IdentityApi.REFRESH, sessions::refresh),
                        bus.serve(IdentityApi.LOGOUT, sessions::logout),
                        bus.serve(IdentityApi.ME, users::me),
                        bus.serve(IdentityApi.CHANGE_PASSWORD, passwordChange::change),
                        bus.serve(IdentityApi.ACCEPT_INVITATION, invitations::accept),
                        bus.serve(IdentityApi.LIST_USERS, users::list),
                        bus.serve(IdentityApi.INVITE_USER, invitations::invite),
                        bus.serve(IdentityApi.GET_USER, users::get),
                        bus.serve(IdentityApi.UPDATE_USER, users::update),
                        bus.serve(IdentityApi.RENEW_INVITATION, invitations::renew),
                        bus.serve(IdentityApi.BLOCK_USER, users::block),
                        bus.serve(IdentityApi.UNBLOCK_USER, users::unblock),
                        bus.serve(
                            IdentityApi.SIGNING_KEYS,
                            (asked, caller) -> Future.succeededFuture(keys)),
                        bus.serve(IdentityApi.REVOCATIONS, sessions::revocations))));
  }
}
