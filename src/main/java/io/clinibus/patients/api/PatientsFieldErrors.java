package io.clinibus.patients.api;

import io.clinibus.bus.failure.FieldErrorCode;

/** Field errors of the patients domain. */
public final class PatientsFieldErrors {

  public static final FieldErrorCode IMPLAUSIBLE_BIRTH_DATE =
      FieldErrorCode.of("implausible-birth-date", "min");

  public static final FieldErrorCode OF_AGE = FieldErrorCode.of("of-age", "age");

  public static final FieldErrorCode BIRTH_DATE_UNKNOWN = FieldErrorCode.of("birth-date-unknown");

  private PatientsFieldErrors() {}
}
