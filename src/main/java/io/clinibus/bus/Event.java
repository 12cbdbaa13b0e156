package io.clinibus.bus;

/**
 * A fact, published to every node after its transaction committed. Delivery over the bus is best
 * effort and may repeat; the outbox guarantees it.
 *
 * @param address where it is published, one fixed address per event type
 * @param type the record type, named in the past tense
 */
public record Event<E extends Record>(String address, Class<E> type) {

  public static <E extends Record> Event<E> of(String address, Class<E> type) {
    return new Event<>(address, type);
  }
}
