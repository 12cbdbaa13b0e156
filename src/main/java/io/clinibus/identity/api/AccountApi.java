package io.clinibus.identity.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.identity.api.UsersApi.User;

/** Public API of the own account: its language, password and e-mail address. */
public final class AccountApi {

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

  public static final Operation<Me, User> ME =
      Operation.query("identity.me", Me.class, User.class).notAudited("the caller's own account");

  public static final Operation<SetLanguage, NoContent> SET_LANGUAGE =
      Operation.command("identity.setLanguage", SetLanguage.class, NoContent.class)
          .notAudited("the language of the caller's own mails");

  public static final Operation<ChangePassword, NoContent> CHANGE_PASSWORD =
      Operation.command("identity.changePassword", ChangePassword.class, NoContent.class)
          .audited(AuditKind.SECURITY);

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

  public record Me() {}

  public record SetLanguage(Language language) {}

  public record ChangePassword(String currentPassword, String newPassword) {

    @Override
    public String toString() {
      return "ChangePassword[…]";
    }
  }

  private AccountApi() {}
}
