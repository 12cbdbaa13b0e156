package io.clinibus.privacy.api;

import io.clinibus.bus.failure.FailureCode;

/** Failures of the privacy domain. */
public final class PrivacyFailures {

  public static final FailureCode EXPORT_PENDING =
      new FailureCode("export-pending", 409, "A copy is being written already");

  public static final FailureCode EXPORT_IN_ACCOUNT =
      new FailureCode(
          "export-in-account", 409, "This patient has an account and asks for the copy there");

  public static final FailureCode EXPORT_NOT_READY =
      new FailureCode("export-not-ready", 409, "This copy has not been written");

  public static final FailureCode ERASURE_REQUESTED =
      new FailureCode("erasure-requested", 409, "The erasure is requested already");

  public static final FailureCode ERASURE_CLOSED =
      new FailureCode("erasure-closed", 409, "This request has been closed already");

  public static final FailureCode PLAN_CHANGED =
      new FailureCode("plan-changed", 409, "What would be erased has changed in the meantime");

  public static final FailureCode ERASURE_PREVENTED =
      new FailureCode(
          "erasure-prevented", 409, "Something that is still open prevents the erasure");

  private PrivacyFailures() {}
}
