package io.clinibus.bus;

import java.time.Instant;
import java.util.UUID;

/**
 * A fact, published to every node after its transaction committed. Delivery over the bus is best
 * effort and may repeat; the outbox guarantees it.
 *
 * @param address where it is published, one fixed address per event type
 * @param type the record type, named in the past tense
 */
public record Event<E extends Record>(String address, Class<E> type) {

  /**
   * A record that nodes receive more than once: from the bus and again from the outbox. Two records
   * of one type with the same subject and version are one event.
   */
  public interface Versioned {

    /** Id of what changed. */
    UUID subject();

    /** The subject's version since the change; grows with each change. */
    long version();

    /** When the event was written, just before its transaction was committed. */
    Instant at();
  }

  public static <E extends Record> Event<E> of(String address, Class<E> type) {
    return new Event<>(address, type);
  }
}
