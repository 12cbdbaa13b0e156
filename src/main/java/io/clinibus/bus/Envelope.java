package io.clinibus.bus;

/**
 * What the bus carries: a registered record, or a failure, and for requests who asks.
 *
 * @param caller the asker of a request; null in replies and events
 * @param body the request, reply or event; null in a failure reply
 * @param failure why a request was refused; null otherwise
 */
public record Envelope(Caller caller, Record body, Failure failure) {

  /** What came over the network and could not be read: no request, and no answer to one. */
  static final Envelope UNREADABLE = refused(Failure.of(CommonFailures.INTERNAL));

  /** How a reply ended, in a word. */
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
