package io.clinibus.scheduling.api;

import io.clinibus.bus.failure.FailureCode;

/** Failures of the scheduling domain. */
public final class SchedulingFailures {

  public static final FailureCode SLOT_TAKEN =
      new FailureCode("slot-taken", 409, "This time has just been taken");
  public static final FailureCode SLOT_HELD =
      new FailureCode("slot-held", 409, "Another person is about to book this time");
  public static final FailureCode TOO_MANY_HOLDS =
      new FailureCode(
          "too-many-holds",
          409,
          "You are holding too many times already; book or release one first");
  public static final FailureCode TOO_MANY_VISITORS =
      new FailureCode(
          "too-many-visitors",
          409,
          "Many visitors are choosing times; sign in, and this time can be held for you");
  public static final FailureCode TOO_MANY_APPOINTMENTS =
      new FailureCode(
          "too-many-appointments",
          409,
          "You have as many open appointments as the clinic allows; cancel one or call the clinic");
  public static final FailureCode OFFER_GONE =
      new FailureCode("offer-gone", 409, "This offer is no longer open");
  public static final FailureCode TOO_MANY_ENTRIES =
      new FailureCode(
          "too-many-entries", 409, "You are on too many waiting lists already; leave one first");
  public static final FailureCode PATIENT_BUSY =
      new FailureCode("patient-busy", 409, "The patient has another appointment at this time");
  public static final FailureCode SLOT_FREE =
      new FailureCode("slot-free", 409, "This time is free; book it as a regular appointment");
  public static final FailureCode LANE_FULL =
      new FailureCode("lane-full", 409, "No further extra appointment is possible then");
  public static final FailureCode SLOT_NOT_OFFERED =
      new FailureCode("slot-not-offered", 422, "The doctor does not offer this time");
  public static final FailureCode ILLEGAL_TRANSITION =
      new FailureCode("illegal-transition", 409, "The appointment's status does not allow this");
  public static final FailureCode TOO_LATE =
      new FailureCode("too-late", 409, "It is too late to change this appointment");
  public static final FailureCode TOO_MANY_WALLS =
      new FailureCode(
          "too-many-walls", 409, "There are as many screens as can be; remove one first");

  public static final FailureCode TOO_MANY_VISIT_TYPES =
      new FailureCode("too-many-visit-types", 409, "There are as many types of visits as can be");

  private SchedulingFailures() {}
}
