package io.clinibus.bus;

/**
 * Every expected rejection, with its HTTP status and the stable name that ends the problem {@code
 * type} (RFC 9457).
 */
public enum FailureCode {
  MALFORMED_REQUEST(400, "malformed-request", "The request could not be read"),
  INVALID_REQUEST(400, "invalid-request", "Some fields are not valid"),
  UNAUTHENTICATED(401, "unauthenticated", "Please sign in"),
  WRONG_CREDENTIALS(401, "wrong-credentials", "E-mail address or password is wrong"),
  FORBIDDEN(403, "forbidden", "You may not do this"),
  BLOCKED(403, "blocked", "This account is blocked"),
  NOT_FOUND(404, "not-found", "This could not be found"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "This method is not offered here"),
  NOT_ACCEPTABLE(406, "not-acceptable", "None of the accepted media types is offered"),
  SLOT_TAKEN(409, "slot-taken", "This time has just been taken"),
  SLOT_HELD(409, "slot-held", "Another person is about to book this time"),
  TOO_MANY_HOLDS(
      409, "too-many-holds", "You are holding too many times already; book or release one first"),
  OFFER_GONE(409, "offer-gone", "This offer is no longer open"),
  TOO_MANY_ENTRIES(
      409, "too-many-entries", "You are on too many waitlists already; leave one first"),
  PATIENT_BUSY(409, "patient-busy", "The patient has another appointment at this time"),
  SLOT_NOT_OFFERED(422, "slot-not-offered", "The doctor does not offer this time"),
  ILLEGAL_TRANSITION(409, "illegal-transition", "The appointment's status does not allow this"),
  TOO_LATE(409, "too-late", "It is too late to change this appointment"),
  ALREADY_EXISTS(409, "already-exists", "This already exists"),
  IN_USE(409, "in-use", "This is still in use"),
  STALE_VERSION(412, "stale-version", "This was changed by another person in the meantime"),
  TOO_LARGE(413, "too-large", "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "This media type is not supported"),
  IDEMPOTENCY_KEY_REUSED(
      422, "idempotency-key-reused", "This Idempotency-Key was used for another request"),
  VERSION_REQUIRED(428, "version-required", "State the version you are changing in If-Match"),
  TOO_MANY_REQUESTS(429, "too-many-requests", "Too many requests; please wait a moment"),
  INTERNAL(500, "internal", "Something went wrong on our side"),
  UNAVAILABLE(503, "unavailable", "A part of the service is unavailable at the moment"),
  TIMED_OUT(504, "timed-out", "The answer took too long");

  private final int status;
  private final String slug;
  private final String title;

  FailureCode(int status, String slug, String title) {
    this.status = status;
    this.slug = slug;
    this.title = title;
  }

  /** The HTTP status of this failure. */
  public int status() {
    return status;
  }

  /** The last part of the problem type, stable across releases. */
  public String slug() {
    return slug;
  }

  /** The title for the person who reads it in the app. */
  public String title() {
    return title;
  }
}
