package io.clinibus.identity.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.identity.api.SignInApi.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Public API of user accounts, for administrators, and the acceptance of their invitations. */
public final class UsersApi {

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

  public record Invitation(User user, String link, Instant expiresAt) {

    @Override
    public String toString() {
      return "Invitation[" + user + "]";
    }
  }

  private UsersApi() {}
}
