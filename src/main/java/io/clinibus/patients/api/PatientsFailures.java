package io.clinibus.patients.api;

import io.clinibus.bus.failure.FailureCode;

/** Failures of the patients domain. */
public final class PatientsFailures {

  public static final FailureCode PROPOSAL_DECIDED =
      new FailureCode("proposal-decided", 409, "This proposal has been decided already");

  private PatientsFailures() {}
}
