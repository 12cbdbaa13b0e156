package io.clinibus.bus;

/**
 * Something that happened, told to every node after its transaction committed. Delivery is best
 * effort and may repeat; whoever needs certainty reads the outbox.
 *
 * @param address where it is published, one fixed address per event type
 * @param type the record that tells it, named in the past tense
 */
public record Event<E extends Record>(String address, Class<E> type) {

  public static <E extends Record> Event<E> of(String address, Class<E> type) {
    return new Event<>(address, type);
  }
}
