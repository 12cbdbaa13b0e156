package io.clinibus.bus;

/**
 * One thing a domain does on request: an event-bus address coupled with its message types.
 *
 * @param address where the domain listens, as {@code domain.verb}
 * @param request the record that asks
 * @param reply the record that answers
 * @param idempotent whether asking twice does no more than asking once; only such operations are
 *     ever retried
 */
public record Operation<Q extends Record, R extends Record>(
    String address, Class<Q> request, Class<R> reply, boolean idempotent) {

  /** An operation that only reads. */
  public static <Q extends Record, R extends Record> Operation<Q, R> query(
      String address, Class<Q> request, Class<R> reply) {
    return new Operation<>(address, request, reply, true);
  }

  /** An operation that changes something. */
  public static <Q extends Record, R extends Record> Operation<Q, R> command(
      String address, Class<Q> request, Class<R> reply) {
    return new Operation<>(address, request, reply, false);
  }
}
