package io.clinibus.identity.api;

import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.identity.api.FactorsApi.FactorAdded;
import io.clinibus.identity.api.SignInApi.SignedIn;
import java.util.List;

/** Passkeys (Web Authentication, level 3); bytes are in Base64url without padding. */
public final class PasskeysApi {

  public static final Operation<StartPasskeySignIn, PasskeyRequest> START_PASSKEY_SIGN_IN =
      Operation.query("identity.startPasskeySignIn", StartPasskeySignIn.class, PasskeyRequest.class)
          .notAudited("anonymous; the sign-in is recorded");
  public static final Operation<LoginWithPasskey, SignedIn> LOGIN_WITH_PASSKEY =
      Operation.command("identity.loginWithPasskey", LoginWithPasskey.class, SignedIn.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<StartPasskeyStepUp, PasskeyRequest> START_PASSKEY_STEP_UP =
      Operation.query("identity.startPasskeyStepUp", StartPasskeyStepUp.class, PasskeyRequest.class)
          .notAudited("a challenge; the step-up is recorded");
  public static final Operation<StartPasskey, PasskeyCreation> START_PASSKEY =
      Operation.query("identity.startPasskey", StartPasskey.class, PasskeyCreation.class)
          .notAudited("a challenge; the new passkey is recorded")
          .stepUp();
  public static final Operation<ConfirmPasskey, FactorAdded> CONFIRM_PASSKEY =
      Operation.command("identity.confirmPasskey", ConfirmPasskey.class, FactorAdded.class)
          .audited(AuditKind.SECURITY)
          .stepUp();

  public record StartPasskeySignIn() {}

  public record StartPasskeyStepUp(String refreshToken) {

    @Override
    public String toString() {
      return "StartPasskeyStepUp[…]";
    }
  }

  /**
   * What a browser asks a passkey for: {@code PublicKeyCredentialRequestOptionsJSON}.
   *
   * @param timeout in milliseconds
   * @param allowCredentials empty for any passkey of the clinic
   */
  public record PasskeyRequest(
      String challenge,
      String rpId,
      long timeout,
      String userVerification,
      List<PasskeyDescriptor> allowCredentials) {

    @Override
    public String toString() {
      return "PasskeyRequest[…]";
    }
  }

  /**
   * What a browser makes a passkey from: {@code PublicKeyCredentialCreationOptionsJSON}.
   *
   * @param timeout in milliseconds
   */
  public record PasskeyCreation(
      RelyingParty rp,
      PasskeyUser user,
      String challenge,
      List<PasskeyParameter> pubKeyCredParams,
      long timeout,
      List<PasskeyDescriptor> excludeCredentials,
      PasskeySelection authenticatorSelection,
      String attestation) {

    @Override
    public String toString() {
      return "PasskeyCreation[…]";
    }
  }

  public record RelyingParty(String id, String name) {}

  public record PasskeyUser(String id, String name, String displayName) {

    @Override
    public String toString() {
      return "PasskeyUser[…]";
    }
  }

  /**
   * @param alg COSE's number of the algorithm
   */
  public record PasskeyParameter(String type, int alg) {}

  public record PasskeyDescriptor(String type, String id, List<String> transports) {

    @Override
    public String toString() {
      return "PasskeyDescriptor[…]";
    }
  }

  public record PasskeySelection(
      String residentKey, boolean requireResidentKey, String userVerification) {}

  public record StartPasskey(String refreshToken) {

    @Override
    public String toString() {
      return "StartPasskey[…]";
    }
  }

  /**
   * A new passkey.
   *
   * @param transports how the browser reaches it
   */
  public record PasskeyRegistration(
      String clientDataJson, String attestationObject, List<String> transports) {

    @Override
    public String toString() {
      return "PasskeyRegistration[…]";
    }
  }

  public record ConfirmPasskey(String name, PasskeyRegistration passkey, String refreshToken) {

    @Override
    public String toString() {
      return "ConfirmPasskey[…]";
    }
  }

  /**
   * The answer of a passkey to a challenge.
   *
   * @param userHandle the user's id, as the passkey keeps it, or null
   */
  public record PasskeyAssertion(
      String credentialId,
      String clientDataJson,
      String authenticatorData,
      String signature,
      String userHandle) {

    @Override
    public String toString() {
      return "PasskeyAssertion[…]";
    }
  }

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   * @param userAgent of the device, or null
   */
  public record LoginWithPasskey(PasskeyAssertion passkey, String deviceToken, String userAgent) {

    @Override
    public String toString() {
      return "LoginWithPasskey[…]";
    }
  }

  private PasskeysApi() {}
}
