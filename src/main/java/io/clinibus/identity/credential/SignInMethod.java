package io.clinibus.identity.credential;

/** A method by which users authenticate. */
public enum SignInMethod {
  PASSWORD("pwd", false),
  /** A code of an authenticator app. */
  CODE("otp", true),
  RECOVERY_CODE("recovery", true),
  /** A key on a device that has verified its user: two factors at once. */
  PASSKEY("pop", true);

  private final String reference;
  private final boolean secondFactor;

  SignInMethod(String reference, boolean secondFactor) {
    this.reference = reference;
    this.secondFactor = secondFactor;
  }

  /** Its value in the claim {@code amr} (RFC 8176, where it has one). */
  public String reference() {
    return reference;
  }

  /** Whether it proves more than the knowledge of the password. */
  public boolean isSecondFactor() {
    return secondFactor;
  }
}
