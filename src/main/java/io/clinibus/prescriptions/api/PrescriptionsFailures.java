package io.clinibus.prescriptions.api;

import io.clinibus.bus.failure.FailureCode;

/** How requests to the prescriptions domain are refused. */
public final class PrescriptionsFailures {

  public static final FailureCode PRESCRIPTION_SIGNED =
      new FailureCode("prescription-signed", 409, "A signed prescription cannot be changed");
  public static final FailureCode PRESCRIPTION_ENDED =
      new FailureCode("prescription-ended", 409, "This prescription cannot be ended this way");
  public static final FailureCode PRESCRIPTION_INCOMPLETE =
      new FailureCode(
          "prescription-incomplete", 409, "The prescription lacks what the law requires");

  private PrescriptionsFailures() {}
}
