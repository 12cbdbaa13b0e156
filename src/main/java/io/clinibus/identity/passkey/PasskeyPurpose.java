package io.clinibus.identity.passkey;

import java.util.UUID;

/**
 * What the answer of a passkey is for.
 *
 * @param accountId whose passkey answers; null for a sign-in, whose user is not known before
 */
public record PasskeyPurpose(String name, UUID accountId) {

  /** The only step of a sign-in, or its second. */
  public static final PasskeyPurpose SIGN_IN = new PasskeyPurpose("sign-in", null);

  public static PasskeyPurpose stepUp(UUID accountId) {
    return new PasskeyPurpose("step-up", accountId);
  }

  public static PasskeyPurpose addition(UUID accountId) {
    return new PasskeyPurpose("addition", accountId);
  }

  String text() {
    return accountId == null ? name : name + " " + accountId;
  }
}
