package io.clinibus.identity.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.Language;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The public API of the identity domain: accounts, sessions and the keys that sign tokens. */
public final class IdentityApi {

  public static final Operation<Register, StartedRegistration> REGISTER =
      Operation.command("identity.register", Register.class, StartedRegistration.class)
          .notAudited("no account yet: its confirmation is recorded");
  public static final Operation<ConfirmRegistration, SignedIn> CONFIRM_REGISTRATION =
      Operation.command("identity.confirmRegistration", ConfirmRegistration.class, SignedIn.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<ConfirmPatientAddress, NoContent> CONFIRM_PATIENT_ADDRESS =
      Operation.command(
              "identity.confirmPatientAddress", ConfirmPatientAddress.class, NoContent.class)
          .notAudited("no account; the patient has the time of the confirmation");
  public static final Operation<RequestPasswordReset, NoContent> REQUEST_PASSWORD_RESET =
      Operation.command(
              "identity.requestPasswordReset", RequestPasswordReset.class, NoContent.class)
          .notAudited("anonymous; the new password is recorded");
  public static final Operation<RequestAddressChange, NoContent> REQUEST_ADDRESS_CHANGE =
      Operation.command(
              "identity.requestAddressChange", RequestAddressChange.class, NoContent.class)
          .audited(AuditKind.SECURITY)
          .stepUp();
  public static final Operation<ConfirmAddressChange, AddressChangeResult> CONFIRM_ADDRESS_CHANGE =
      Operation.command(
              "identity.confirmAddressChange",
              ConfirmAddressChange.class,
              AddressChangeResult.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<RefuseAddressChange, NoContent> REFUSE_ADDRESS_CHANGE =
      Operation.command("identity.refuseAddressChange", RefuseAddressChange.class, NoContent.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<ListSessions, DeviceSessions> LIST_SESSIONS =
      Operation.query("identity.listSessions", ListSessions.class, DeviceSessions.class)
          .notAudited("the own sessions");
  public static final Operation<EndSession, NoContent> END_SESSION =
      Operation.command("identity.endSession", EndSession.class, NoContent.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<EndOtherSessions, NoContent> END_OTHER_SESSIONS =
      Operation.command("identity.endOtherSessions", EndOtherSessions.class, NoContent.class)
          .audited(AuditKind.SECURITY)
          .stepUp();
  public static final Operation<Login, SignedIn> LOGIN =
      Operation.command("identity.login", Login.class, SignedIn.class).audited(AuditKind.SECURITY);
  public static final Operation<CompleteLogin, SignedIn> COMPLETE_LOGIN =
      Operation.command("identity.completeLogin", CompleteLogin.class, SignedIn.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<Refresh, SignedIn> REFRESH =
      Operation.command("identity.refresh", Refresh.class, SignedIn.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<Logout, NoContent> LOGOUT =
      Operation.command("identity.logout", Logout.class, NoContent.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<Me, User> ME =
      Operation.query("identity.me", Me.class, User.class).notAudited("the caller's own account");
  public static final Operation<SetLanguage, NoContent> SET_LANGUAGE =
      Operation.command("identity.setLanguage", SetLanguage.class, NoContent.class)
          .notAudited("the language of the caller's own mails");
  public static final Operation<ChangePassword, NoContent> CHANGE_PASSWORD =
      Operation.command("identity.changePassword", ChangePassword.class, NoContent.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<AcceptInvitation, SignedIn> ACCEPT_INVITATION =
      Operation.command("identity.acceptInvitation", AcceptInvitation.class, SignedIn.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<ListUsers, UserPage> LIST_USERS =
      Operation.query("identity.listUsers", ListUsers.class, UserPage.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().map(User::patientId).toList());
  public static final Operation<InviteUser, Invitation> INVITE_USER =
      Operation.command("identity.inviteUser", InviteUser.class, Invitation.class)
          .audited(AuditKind.SECURITY)
          .stepUp();
  public static final Operation<GetUser, User> GET_USER =
      Operation.query("identity.getUser", GetUser.class, User.class)
          .audited(AuditKind.READ)
          .about(GetUser::userId)
          .showing(User::patientId);
  public static final Operation<UpdateUser, User> UPDATE_USER =
      Operation.command("identity.updateUser", UpdateUser.class, User.class)
          .audited(AuditKind.SECURITY)
          .about(UpdateUser::userId)
          .stepUp();
  public static final Operation<RenewInvitation, Invitation> RENEW_INVITATION =
      Operation.command("identity.renewInvitation", RenewInvitation.class, Invitation.class)
          .audited(AuditKind.SECURITY)
          .about(RenewInvitation::userId)
          .stepUp();
  public static final Operation<BlockUser, User> BLOCK_USER =
      Operation.command("identity.blockUser", BlockUser.class, User.class)
          .audited(AuditKind.SECURITY)
          .about(BlockUser::userId)
          .showing(User::patientId);
  public static final Operation<UnblockUser, User> UNBLOCK_USER =
      Operation.command("identity.unblockUser", UnblockUser.class, User.class)
          .audited(AuditKind.SECURITY)
          .about(UnblockUser::userId)
          .showing(User::patientId);

  /** The public keys for the verification of access tokens. */
  public static final Operation<ListSigningKeys, SigningKeys> SIGNING_KEYS =
      Operation.query("identity.signingKeys", ListSigningKeys.class, SigningKeys.class)
          .notAudited("public keys, between nodes");

  /**
   * The revocations that may apply to an access token that has not expired: every one, or those
   * that were committed since an earlier read.
   */
  public static final Operation<ListRevocations, Revocations> REVOCATIONS =
      Operation.query("identity.revocations", ListRevocations.class, Revocations.class)
          .notAudited("ids of accounts, between nodes");

  public static final Event<SessionsRevoked> SESSIONS_REVOKED =
      Event.of("identity.sessions-revoked", SessionsRevoked.class);

  public record Register(
      String email,
      String givenName,
      String familyName,
      LocalDate birthDate,
      String phone,
      Language language) {

    @Override
    public String toString() {
      return "Register[…]";
    }
  }

  /**
   * @param registrationId is stated with the code
   * @param expiresAt until when the code is valid
   */
  public record StartedRegistration(UUID registrationId, Instant expiresAt) {}

  /**
   * @param code from the mail
   * @param deviceToken the token of a device that has signed in before, or null
   * @param userAgent of the device, or null
   */
  public record ConfirmRegistration(
      UUID registrationId, String code, String password, String deviceToken, String userAgent) {

    @Override
    public String toString() {
      return "ConfirmRegistration[…]";
    }
  }

  public record ConfirmPatientAddress(String token) {

    @Override
    public String toString() {
      return "ConfirmPatientAddress[…]";
    }
  }

  public record RequestPasswordReset(String email) {

    @Override
    public String toString() {
      return "RequestPasswordReset[…]";
    }
  }

  public record RequestAddressChange(String email, String currentPassword) {

    @Override
    public String toString() {
      return "RequestAddressChange[…]";
    }
  }

  public record ConfirmAddressChange(String token) {

    @Override
    public String toString() {
      return "ConfirmAddressChange[…]";
    }
  }

  /**
   * @param changed false while the other address is not confirmed
   */
  public record AddressChangeResult(boolean changed) {}

  public record RefuseAddressChange(String token) {

    @Override
    public String toString() {
      return "RefuseAddressChange[…]";
    }
  }

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   * @param userAgent of the device, or null
   */
  public record Login(String email, String password, String deviceToken, String userAgent) {

    @Override
    public String toString() {
      return "Login[…]";
    }
  }

  /**
   * Exactly one of code and passkey is stated; the other is null.
   *
   * @param challenge of the first step
   * @param code of an authenticator app, or a recovery code
   * @param deviceToken the token of a device that has signed in before, or null
   * @param userAgent of the device, or null
   */
  public record CompleteLogin(
      String challenge,
      String code,
      PasskeyAssertion passkey,
      String deviceToken,
      String userAgent) {

    @Override
    public String toString() {
      return "CompleteLogin[…]";
    }
  }

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   * @param idleSeconds for how long the user has done nothing, or null if unknown
   */
  public record Refresh(String refreshToken, String deviceToken, Integer idleSeconds) {

    @Override
    public String toString() {
      return "Refresh[…]";
    }
  }

  public record Logout(String refreshToken) {

    @Override
    public String toString() {
      return "Logout[…]";
    }
  }

  public record ListSessions(String refreshToken) {

    @Override
    public String toString() {
      return "ListSessions[…]";
    }
  }

  public record EndSession(UUID sessionId, String refreshToken) {

    @Override
    public String toString() {
      return "EndSession[" + sessionId + "]";
    }
  }

  public record EndOtherSessions(String refreshToken) {

    @Override
    public String toString() {
      return "EndOtherSessions[…]";
    }
  }

  /**
   * A device on which the user is signed in.
   *
   * @param device browser and system, or null if unknown
   * @param network the network from which it signed in, or null if unknown
   */
  public record DeviceSession(
      UUID id,
      String device,
      String network,
      Instant openedAt,
      Instant lastUsedAt,
      boolean current) {}

  public record DeviceSessions(List<DeviceSession> sessions) {}

  public record Me() {}

  public record SetLanguage(Language language) {}

  public record ChangePassword(String currentPassword, String newPassword) {

    @Override
    public String toString() {
      return "ChangePassword[…]";
    }
  }

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   * @param userAgent of the device, or null
   */
  public record AcceptInvitation(
      String token, String password, String deviceToken, String userAgent) {

    @Override
    public String toString() {
      return "AcceptInvitation[…]";
    }
  }

  /**
   * @param q part of a name or e-mail address, or null
   * @param role only accounts with this role, or null
   * @param blocked only blocked or only unblocked accounts, or null
   * @param limit entries per page, or null for 50
   * @param cursor start of the page, or null for the first page
   */
  public record ListUsers(String q, Role role, Boolean blocked, Integer limit, String cursor) {}

  public record InviteUser(String email, String name, Set<Role> roles, UUID doctorId) {}

  public record GetUser(UUID userId) {}

  /** New roles of a member of staff; {@code doctorId} with the role DOCTOR only. */
  public record UpdateUser(UUID userId, Set<Role> roles, UUID doctorId) {}

  public record RenewInvitation(UUID userId) {}

  /**
   * @param reason for administrators only, never shown to the user
   */
  public record BlockUser(UUID userId, Boolean cancelAppointments, String reason) {

    @Override
    public String toString() {
      return "BlockUser[" + userId + "]";
    }
  }

  public record UnblockUser(UUID userId) {}

  public record ListSigningKeys() {}

  /**
   * @param read of the reply to an earlier read; null to read every revocation
   */
  public record ListRevocations(String read) {}

  /**
   * @param invited no password has been set yet
   * @param language of mails; null if it was not stated
   * @param blockReason why an administrator blocked it; null if none did
   * @param blockReasonUnavailable true if that cannot be shown now; null for no
   */
  public record User(
      UUID id,
      String email,
      String name,
      Set<Role> roles,
      UUID patientId,
      UUID doctorId,
      boolean blocked,
      boolean invited,
      Language language,
      String blockReason,
      Boolean blockReasonUnavailable) {

    /**
     * @param opened null if it cannot be shown now
     */
    public User withBlockReason(String opened) {
      return new User(
          id,
          email,
          name,
          roles,
          patientId,
          doctorId,
          blocked,
          invited,
          language,
          opened,
          opened == null ? Boolean.TRUE : null);
    }

    @Override
    public String toString() {
      return "User[" + id + "]";
    }
  }

  public record UserPage(List<User> items, String next) {}

  /**
   * @param expiresIn lifetime of the access token, in seconds
   * @param idleSeconds after which time without activity it ends; null for no limit
   * @param secondFactorRequired whether it can only be used to add a second factor
   */
  public record Session(
      String accessToken,
      String tokenType,
      long expiresIn,
      User user,
      Long idleSeconds,
      boolean secondFactorRequired) {

    @Override
    public String toString() {
      return "Session[" + user + "]";
    }
  }

  /**
   * A session with its refresh token and the token of the device, which are only ever sent in
   * HttpOnly cookies.
   *
   * @param refreshExpiresIn lifetime of the refresh token, in seconds
   * @param deviceToken the next token of the device, or null if it keeps the one it has
   */
  public record SignedIn(
      Session session, String refreshToken, long refreshExpiresIn, String deviceToken) {

    @Override
    public String toString() {
      return "SignedIn[" + session + "]";
    }
  }

  public record Invitation(User user, String link, Instant expiresAt) {

    @Override
    public String toString() {
      return "Invitation[" + user + "]";
    }
  }

  /**
   * An RSA public key for RS256 as a JSON Web Key (RFC 7517).
   *
   * @param kid key id in the tokens' header
   * @param n modulus, base64url
   * @param e exponent, base64url
   */
  public record SigningKey(String kty, String use, String alg, String kid, String n, String e) {}

  public record SigningKeys(List<SigningKey> keys) {}

  /** Access tokens of the user issued at or before this instant are void. */
  public record SessionsRevoked(UUID userId, Instant notAfter) {}

  /**
   * @param read the snapshot of the database in which they were read; null from a node of an
   *     earlier release, which always lists every revocation
   */
  public record Revocations(List<SessionsRevoked> revocations, String read) {}

  private IdentityApi() {}
}
