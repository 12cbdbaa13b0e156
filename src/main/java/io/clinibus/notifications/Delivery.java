package io.clinibus.notifications;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A mail somebody has undertaken to send, with all it says.
 *
 * @param attempt the number of this attempt, from 1
 * @param subjectId the appointment, or the entry of the waitlist that is offered something
 * @param version of the appointment; 0 for an offer
 * @param until when an offer ends, else null
 * @param email where to, or null if the patient has no address or is no more
 */
record Delivery(
    UUID id,
    int attempt,
    Kind kind,
    UUID subjectId,
    long version,
    Instant start,
    Instant end,
    Instant until,
    String doctorName,
    String room,
    String patientName,
    String email,
    String clinicName,
    ZoneId zone) {

  enum Kind {
    BOOKED,
    RESCHEDULED,
    CANCELLED,
    WAITLIST_OFFER
  }

  /** Whether it is of no use any more, or never was. */
  boolean isVoid(Instant now) {
    return email == null || !now.isBefore(until == null ? end : until);
  }

  @Override
  public String toString() {
    return "Delivery[" + id + "]";
  }
}
