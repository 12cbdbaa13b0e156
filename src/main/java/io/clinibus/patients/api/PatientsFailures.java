package io.clinibus.patients.api;

import io.clinibus.bus.failure.FailureCode;

/** Failures of the patients domain. */
public final class PatientsFailures {

  public static final FailureCode PROPOSAL_DECIDED =
      new FailureCode("proposal-decided", 409, "This proposal has been decided already");

  public static final FailureCode NO_EMAIL_ADDRESS =
      new FailureCode("no-email-address", 409, "The patient has no e-mail address");
  public static final FailureCode HAS_ACCOUNT =
      new FailureCode("has-account", 409, "The patient has an account already");

  public static final FailureCode MERGE_CONFLICTS =
      new FailureCode("merge-conflicts", 409, "Something must be decided before the merge");
  public static final FailureCode MERGE_FINAL =
      new FailureCode("merge-final", 409, "This merge cannot be undone any more");

  public static final FailureCode RELATIVES_NOT_OFFERED =
      new FailureCode("relatives-not-offered", 409, "This clinic lets patients add no relatives");
  public static final FailureCode TOO_MANY_RELATIVES =
      new FailureCode(
          "too-many-relatives", 409, "As many relatives as the clinic allows were added");

  public static final FailureCode ALREADY_REPRESENTED =
      new FailureCode("already-represented", 409, "This patient represents the other already");
  public static final FailureCode TOO_MANY_REPRESENTATIONS =
      new FailureCode(
          "too-many-representations", 409, "As many representations as possible are open");
  public static final FailureCode STILL_A_MINOR =
      new FailureCode("still-a-minor", 403, "Below the age of majority the clinic ends this");

  public static final FailureCode OWN_EMERGENCY_ACCESS =
      new FailureCode("own-emergency-access", 403, "Somebody else must review this access");
  public static final FailureCode OFFICER_REVIEWS =
      new FailureCode("officer-reviews", 403, "The privacy officer reviews this access");
  public static final FailureCode ALREADY_REVIEWED =
      new FailureCode("already-reviewed", 409, "This access has been reviewed already");

  private PatientsFailures() {}
}
