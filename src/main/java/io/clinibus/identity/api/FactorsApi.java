package io.clinibus.identity.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import io.clinibus.identity.api.SignInApi.Session;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Second factors of the users themselves, who are known by their refresh token. */
public final class FactorsApi {

  public static final Operation<ListFactors, Factors> LIST_FACTORS =
      Operation.query("identity.listFactors", ListFactors.class, Factors.class)
          .notAudited("the own factors");
  public static final Operation<StartTotp, TotpSecret> START_TOTP =
      Operation.command("identity.startTotp", StartTotp.class, TotpSecret.class)
          .audited(AuditKind.SECURITY)
          .stepUp();
  public static final Operation<ConfirmTotp, FactorAdded> CONFIRM_TOTP =
      Operation.command("identity.confirmTotp", ConfirmTotp.class, FactorAdded.class)
          .audited(AuditKind.SECURITY)
          .stepUp();
  public static final Operation<RemoveFactor, NoContent> REMOVE_FACTOR =
      Operation.command("identity.removeFactor", RemoveFactor.class, NoContent.class)
          .audited(AuditKind.SECURITY)
          .stepUp();
  public static final Operation<RenameFactor, NoContent> RENAME_FACTOR =
      Operation.command("identity.renameFactor", RenameFactor.class, NoContent.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<ReplaceRecoveryCodes, RecoveryCodes> REPLACE_RECOVERY_CODES =
      Operation.command(
              "identity.replaceRecoveryCodes", ReplaceRecoveryCodes.class, RecoveryCodes.class)
          .audited(AuditKind.SECURITY)
          .stepUp();

  public static final Operation<StepUp, Session> STEP_UP =
      Operation.command("identity.stepUp", StepUp.class, Session.class).audited(AuditKind.SECURITY);

  /** By an administrator, for a user who has lost them. */
  public static final Operation<RemoveFactors, NoContent> REMOVE_FACTORS =
      Operation.command("identity.removeFactors", RemoveFactors.class, NoContent.class)
          .audited(AuditKind.SECURITY)
          .about(RemoveFactors::userId)
          .stepUp();

  public enum FactorKind {
    TOTP,
    PASSKEY
  }

  public record ListFactors(String refreshToken) {

    @Override
    public String toString() {
      return "ListFactors[…]";
    }
  }

  /**
   * A second factor.
   *
   * @param lastUsedAt null if it was not used since it was added
   */
  public record Factor(
      UUID id, FactorKind kind, String name, Instant createdAt, Instant lastUsedAt) {}

  /**
   * @param recoveryCodes how many are left
   * @param required whether the account needs a factor, so that the last one stays
   */
  public record Factors(List<Factor> factors, int recoveryCodes, boolean required) {}

  public record StartTotp(String refreshToken) {

    @Override
    public String toString() {
      return "StartTotp[…]";
    }
  }

  /**
   * The secret of an authenticator app.
   *
   * @param secret in Base32
   * @param uri with the secret, for a QR code
   */
  public record TotpSecret(String secret, String uri, Instant expiresAt) {

    @Override
    public String toString() {
      return "TotpSecret[…]";
    }
  }

  public record ConfirmTotp(String code, String name, String refreshToken) {

    @Override
    public String toString() {
      return "ConfirmTotp[…]";
    }
  }

  /**
   * @param session the current session, whose user has now a second factor
   * @param recoveryCodes with the first factor; null with further ones
   */
  public record FactorAdded(Session session, List<String> recoveryCodes) {

    @Override
    public String toString() {
      return "FactorAdded[…]";
    }
  }

  public record RemoveFactor(UUID factorId, String refreshToken) {

    @Override
    public String toString() {
      return "RemoveFactor[" + factorId + "]";
    }
  }

  public record RenameFactor(UUID factorId, String name, String refreshToken) {

    @Override
    public String toString() {
      return "RenameFactor[" + factorId + "]";
    }
  }

  public record ReplaceRecoveryCodes(String refreshToken) {

    @Override
    public String toString() {
      return "ReplaceRecoveryCodes[…]";
    }
  }

  public record RecoveryCodes(List<String> codes) {

    @Override
    public String toString() {
      return "RecoveryCodes[…]";
    }
  }

  /** Exactly one of password, code and passkey is stated; the others are null. */
  public record StepUp(
      String currentPassword, String code, PasskeyAssertion passkey, String refreshToken) {

    @Override
    public String toString() {
      return "StepUp[…]";
    }
  }

  public record RemoveFactors(UUID userId) {}

  private FactorsApi() {}
}
