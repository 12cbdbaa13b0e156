package io.clinibus.scheduling.booking;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A request to book, with its patient.
 *
 * @param accepted the accepted waitlist offer, or null
 * @param answered what was answered before; null if the answers of the request are to be checked
 * @param digest of what must be equal when an idempotency key is reused
 * @param justification why the visit is overbooked; null for a regular one
 */
record BookingRequest(
    BookAppointment wanted,
    Caller caller,
    UUID patientId,
    Set<Actor> actors,
    UUID accepted,
    List<AnsweredQuestion> answered,
    String digest,
    String justification) {

  /**
   * The patient whom a request states, or the caller.
   *
   * @throws Failure {@code INVALID_REQUEST} if it states none and the caller is no patient
   */
  static UUID patient(BookAppointment wanted, Caller caller) {
    if (wanted.patientId() != null) {
      return wanted.patientId();
    }
    if (caller.patientId() == null) {
      throw Failure.invalid(CommonFieldErrors.REQUIRED.at("/patientId", "State for whom this is."));
    }
    return caller.patientId();
  }

  static String reason(BookAppointment wanted) {
    return wanted.reason() == null ? "" : wanted.reason();
  }

  static List<VisitAnswer> answers(BookAppointment wanted) {
    return wanted.answers() == null ? List.of() : wanted.answers();
  }

  UUID doctorId() {
    return wanted.doctorId();
  }

  Instant start() {
    return wanted.start().toInstant();
  }

  String reason() {
    return reason(wanted);
  }

  List<VisitAnswer> answers() {
    return answers(wanted);
  }

  /** By the patient, or by who represents the patient. */
  boolean isOwn() {
    return !caller.isFrontDesk() && (accepted != null || actors.contains(Actor.OWN_PATIENT));
  }
}
