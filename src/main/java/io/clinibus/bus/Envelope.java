package io.clinibus.bus;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;

/**
 * A message on the bus: a registered record or a failure, and for requests the caller.
 *
 * @param caller the caller of a request; null in replies and events
 * @param body the request, reply or event; null in a failure reply
 * @param failure why a request was refused; null otherwise
 * @param signature of the caller of a request to or from another node, empty if another node has
 *     not signed it; null if the message did not leave this node, or is no request
 */
public record Envelope(Caller caller, Record body, Failure failure, String signature) {

  private Envelope(Caller caller, Record body, Failure failure) {
    this(caller, body, failure, null);
  }

  /** A message from the network that could not be decoded. */
  static final Envelope UNREADABLE = refused(Failure.of(CommonFailures.INTERNAL));

  /** The outcome of a reply: {@code OK}, or the failure's code. */
  String outcome() {
    return failure == null ? "OK" : failure.code().name();
  }

  static Envelope request(Caller caller, Record body) {
    return new Envelope(caller, body, null);
  }

  /** A request to another node. */
  static Envelope signed(Caller caller, Record body, String signature) {
    return new Envelope(caller, body, null, signature);
  }

  public static Envelope of(Record body) {
    return new Envelope(null, body, null);
  }

  static Envelope refused(Failure failure) {
    return new Envelope(null, null, failure);
  }
}
