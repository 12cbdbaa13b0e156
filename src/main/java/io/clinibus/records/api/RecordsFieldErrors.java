package io.clinibus.records.api;

import io.clinibus.bus.failure.FieldErrorCode;

/** Field errors of the records domain. */
public final class RecordsFieldErrors {

  public static final FieldErrorCode IMPLAUSIBLE = FieldErrorCode.of("implausible", "min", "max");

  private RecordsFieldErrors() {}
}
