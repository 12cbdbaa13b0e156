package io.clinibus.bus.failure;

/** Failures that requests to any domain can end with. */
public final class CommonFailures {

  public static final FailureCode MALFORMED_REQUEST =
      new FailureCode("malformed-request", 400, "The request could not be read");
  public static final FailureCode INVALID_REQUEST =
      new FailureCode("invalid-request", 400, "Some fields are not valid");
  public static final FailureCode UNAUTHENTICATED =
      new FailureCode("unauthenticated", 401, "Please sign in");
  public static final FailureCode FORBIDDEN =
      new FailureCode("forbidden", 403, "You may not do this");
  public static final FailureCode STEP_UP_REQUIRED =
      new FailureCode("step-up-required", 403, "Please confirm that it is you");
  public static final FailureCode SECOND_FACTOR_REQUIRED =
      new FailureCode(
          "second-factor-required", 403, "This account needs a second factor before it is used");
  public static final FailureCode NOT_FOUND =
      new FailureCode("not-found", 404, "This could not be found");
  public static final FailureCode METHOD_NOT_ALLOWED =
      new FailureCode("method-not-allowed", 405, "This method is not offered here");
  public static final FailureCode NOT_ACCEPTABLE =
      new FailureCode("not-acceptable", 406, "None of the accepted media types is offered");
  public static final FailureCode ALREADY_EXISTS =
      new FailureCode("already-exists", 409, "This already exists");
  public static final FailureCode IN_USE = new FailureCode("in-use", 409, "This is still in use");
  public static final FailureCode STALE_VERSION =
      new FailureCode("stale-version", 412, "This was changed by another person in the meantime");
  public static final FailureCode TOO_LARGE =
      new FailureCode("too-large", 413, "The request is too large");
  public static final FailureCode ADDRESS_TOO_LONG =
      new FailureCode("address-too-long", 414, "The address is too long");
  public static final FailureCode UNSUPPORTED_MEDIA_TYPE =
      new FailureCode("unsupported-media-type", 415, "This media type is not supported");
  public static final FailureCode RANGE_NOT_SATISFIABLE =
      new FailureCode("range-not-satisfiable", 416, "The file has no such part");
  public static final FailureCode IDEMPOTENCY_KEY_REUSED =
      new FailureCode(
          "idempotency-key-reused", 422, "This Idempotency-Key was used for another request");
  public static final FailureCode VERSION_REQUIRED =
      new FailureCode("version-required", 428, "State the version you are changing in If-Match");
  public static final FailureCode TOO_MANY_REQUESTS =
      new FailureCode("too-many-requests", 429, "Too many requests; please wait a moment");
  public static final FailureCode HEADERS_TOO_LARGE =
      new FailureCode("headers-too-large", 431, "The headers of the request are too large");
  public static final FailureCode INTERNAL =
      new FailureCode("internal", 500, "Something went wrong on our side");
  public static final FailureCode UNREADABLE_SEAL =
      new FailureCode(
          "unreadable-seal", 500, "This was changed or moved in the database and cannot be opened");
  public static final FailureCode UNAVAILABLE =
      new FailureCode("unavailable", 503, "A part of the service is unavailable at the moment");
  public static final FailureCode TIMED_OUT =
      new FailureCode("timed-out", 504, "The answer took too long");

  private CommonFailures() {}
}
