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
  public static final FailureCode RELEASES_DIFFER =
      new FailureCode(
          "releases-differ", 409, "The clinic is being updated; please try again afterwards");
  public static final FailureCode DEPARTED =
      new FailureCode("departed", 409, "The patient or doctor of this account was removed");

  /** With {@code challenge}, to which the second factor is sent, and the kinds of factors. */
  public static final FailureCode SECOND_FACTOR =
      new FailureCode("second-factor", 401, "Please confirm the sign-in with your second factor");

  public static final FailureCode WRONG_CODE =
      new FailureCode("wrong-code", 401, "This code is wrong or was used");
  public static final FailureCode WRONG_PASSKEY =
      new FailureCode("wrong-passkey", 401, "This passkey was not accepted");
  public static final FailureCode CHALLENGE_OVER =
      new FailureCode(
          "challenge-over", 401, "This took too long or too many attempts; sign in again");
  public static final FailureCode LAST_FACTOR =
      new FailureCode("last-factor", 409, "This account needs a second factor");

  private IdentityFailures() {}
}
