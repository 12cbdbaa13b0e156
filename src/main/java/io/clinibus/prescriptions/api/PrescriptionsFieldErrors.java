package io.clinibus.prescriptions.api;

import io.clinibus.bus.failure.FieldErrorCode;

/** Field errors of the prescriptions domain. */
public final class PrescriptionsFieldErrors {

  public static final FieldErrorCode UNIT_OF_ANOTHER_MEDICATION =
      FieldErrorCode.of("unit-of-another-medication", "unit");
  public static final FieldErrorCode MEDICATION_INACTIVE = FieldErrorCode.of("medication-inactive");
  public static final FieldErrorCode QUANTITY_UNKNOWN = FieldErrorCode.of("quantity-unknown");
  public static final FieldErrorCode MISSING_ON_PRESCRIPTION =
      FieldErrorCode.of("missing-on-prescription", "what");

  private PrescriptionsFieldErrors() {}
}
