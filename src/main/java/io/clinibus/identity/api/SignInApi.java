package io.clinibus.identity.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import io.clinibus.identity.api.UsersApi.User;

/** Public API of signing in and out. */
public final class SignInApi {

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

  private SignInApi() {}
}
