package io.clinibus.identity.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The public API of the identity domain: accounts, sessions and the keys that sign tokens. */
public final class IdentityApi {

  public static final Operation<Register, SignedIn> REGISTER =
      Operation.command("identity.register", Register.class, SignedIn.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<Login, SignedIn> LOGIN =
      Operation.command("identity.login", Login.class, SignedIn.class).audited(AuditKind.SECURITY);
  public static final Operation<Refresh, SignedIn> REFRESH =
      Operation.command("identity.refresh", Refresh.class, SignedIn.class)
          .notAudited("continues a session whose sign-in is recorded");
  public static final Operation<Logout, NoContent> LOGOUT =
      Operation.command("identity.logout", Logout.class, NoContent.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<Me, User> ME =
      Operation.query("identity.me", Me.class, User.class).notAudited("the caller's own account");
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
          .audited(AuditKind.SECURITY);
  public static final Operation<GetUser, User> GET_USER =
      Operation.query("identity.getUser", GetUser.class, User.class)
          .audited(AuditKind.READ)
          .about(GetUser::userId)
          .showing(User::patientId);
  public static final Operation<UpdateUser, User> UPDATE_USER =
      Operation.command("identity.updateUser", UpdateUser.class, User.class)
          .audited(AuditKind.SECURITY)
          .about(UpdateUser::userId);
  public static final Operation<RenewInvitation, Invitation> RENEW_INVITATION =
      Operation.command("identity.renewInvitation", RenewInvitation.class, Invitation.class)
          .audited(AuditKind.SECURITY)
          .about(RenewInvitation::userId);
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

  /** Every revocation that may apply to an access token that has not expired. */
  public static final Operation<ListRevocations, Revocations> REVOCATIONS =
      Operation.query("identity.revocations", ListRevocations.class, Revocations.class)
          .notAudited("ids of accounts, between nodes");

  public static final Event<SessionsRevoked> SESSIONS_REVOKED =
      Event.of("identity.sessions-revoked", SessionsRevoked.class);

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   */
  public record Register(
      String email,
      String password,
      String givenName,
      String familyName,
      LocalDate birthDate,
      String phone,
      String deviceToken) {

    @Override
    public String toString() {
      return "Register[…]";
    }
  }

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   */
  public record Login(String email, String password, String deviceToken) {

    @Override
    public String toString() {
      return "Login[…]";
    }
  }

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   */
  public record Refresh(String refreshToken, String deviceToken) {

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

  public record Me() {}

  public record ChangePassword(String currentPassword, String newPassword) {

    @Override
    public String toString() {
      return "ChangePassword[…]";
    }
  }

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   */
  public record AcceptInvitation(String token, String password, String deviceToken) {

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

  public record BlockUser(UUID userId) {}

  public record UnblockUser(UUID userId) {}

  public record ListSigningKeys() {}

  public record ListRevocations() {}

  /**
   * @param invited no password has been set yet
   */
  public record User(
      UUID id,
      String email,
      String name,
      Set<Role> roles,
      UUID patientId,
      UUID doctorId,
      boolean blocked,
      boolean invited) {

    @Override
    public String toString() {
      return "User[" + id + "]";
    }
  }

  public record UserPage(List<User> items, String next) {}

  /**
   * @param expiresIn lifetime of the access token, in seconds
   */
  public record Session(String accessToken, String tokenType, long expiresIn, User user) {

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

  public record Revocations(List<SessionsRevoked> revocations) {}

  private IdentityApi() {}
}
