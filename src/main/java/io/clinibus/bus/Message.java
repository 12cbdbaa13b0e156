package io.clinibus.bus;

/**
 * What the bus carries: a registered record, or a failure, and for requests who asks.
 *
 * @param caller the asker of a request; null in replies and events
 * @param body the request, reply or event; null in a failure reply
 * @param failure why a request was refused; null otherwise
 */
record Message(Caller caller, Record body, Failure failure) {

  /** What came over the network and could not be read: no request, and no answer to one. */
  static final Message UNREADABLE = refused(Failure.of(FailureCode.INTERNAL));

  /** How a reply ended, in a word. */
  String outcome() {
    return failure == null ? "OK" : failure.code().name();
  }

  static Message request(Caller caller, Record body) {
    return new Message(caller, body, null);
  }

  static Message of(Record body) {
    return new Message(null, body, null);
  }

  static Message refused(Failure failure) {
    return new Message(null, null, failure);
  }
}
