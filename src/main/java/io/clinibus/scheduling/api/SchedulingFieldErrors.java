package io.clinibus.scheduling.api;

import io.clinibus.bus.failure.FieldErrorCode;

/** Field errors of the scheduling domain. */
public final class SchedulingFieldErrors {

  public static final FieldErrorCode OVERLAP = FieldErrorCode.of("overlap");
  public static final FieldErrorCode NOT_WHOLE_MINUTES = FieldErrorCode.of("not-whole-minutes");
  public static final FieldErrorCode NOT_A_TIME_ZONE = FieldErrorCode.of("not-a-time-zone");
  public static final FieldErrorCode SLOT_TAKEN = FieldErrorCode.of("slot-taken");
  public static final FieldErrorCode SLOT_HELD = FieldErrorCode.of("slot-held");
  public static final FieldErrorCode SLOT_NOT_OFFERED = FieldErrorCode.of("slot-not-offered");
  public static final FieldErrorCode VISIT_TYPE_NOT_OFFERED =
      FieldErrorCode.of("visit-type-not-offered");

  private SchedulingFieldErrors() {}
}
