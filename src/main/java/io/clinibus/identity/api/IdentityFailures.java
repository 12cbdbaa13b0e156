package io.clinibus.identity.api;

import io.clinibus.bus.failure.FailureCode;

/** Failures of the identity domain. */
public final class IdentityFailures {

  public static final FailureCode WRONG_CREDENTIALS =
      new FailureCode("wrong-credentials", 401, "E-mail address or password is wrong");
  public static final FailureCode BLOCKED =
      new FailureCode("blocked", 403, "This account is blocked");

  public static final FailureCode LAST_ADMINISTRATOR =
      new FailureCode("last-administrator", 409, "The clinic needs an administrator");
  public static final FailureCode DEPARTED =
      new FailureCode("departed", 409, "The patient or doctor of this account was removed");

  private IdentityFailures() {}
}
