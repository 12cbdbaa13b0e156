package io.clinibus.bus;

/**
 * An operation of a domain: an event-bus address with its message types.
 *
 * @param address where the domain listens, as {@code domain.verb}
 * @param request the request's type
 * @param reply the reply's type
 * @param idempotent whether repeating it changes nothing more; only such operations are retried
 */
public record Operation<Q extends Record, R extends Record>(
    String address, Class<Q> request, Class<R> reply, boolean idempotent) {

  /** A query: an operation that only reads. */
  public static <Q extends Record, R extends Record> Operation<Q, R> query(
      String address, Class<Q> request, Class<R> reply) {
    return new Operation<>(address, request, reply, true);
  }

  /** A command: an operation that changes something. */
  public static <Q extends Record, R extends Record> Operation<Q, R> command(
      String address, Class<Q> request, Class<R> reply) {
    return new Operation<>(address, request, reply, false);
  }
}
