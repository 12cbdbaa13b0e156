package io.clinibus.bus;

/**
 * A message on the bus: a registered record or a failure, and for requests the caller.
 *
 * @param caller the caller of a request; null in replies and events
 * @param body the request, reply or event; null in a failure reply
 * @param failure why a request was refused; null otherwise
 */
public record Envelope(Caller caller, Record body, Failure failure) {

  /** A message from the network that could not be decoded. */
  static final Envelope UNREADABLE = refused(Failure.of(FailureCode.INTERNAL));

  /** The outcome of a reply: {@code OK}, or the failure's code. */
  String outcome() {
    return failure == null ? "OK" : failure.code().name();
  }

  static Envelope request(Caller caller, Record body) {
    return new Envelope(caller, body, null);
  }

  public static Envelope of(Record body) {
    return new Envelope(null, body, null);
  }

  static Envelope refused(Failure failure) {
    return new Envelope(null, null, failure);
  }
}
