package io.clinibus.scheduling.stored;

import java.util.List;
import java.util.stream.Stream;

/**
 * What must be equal when an idempotency key is reused.
 *
 * @param stored with a new request
 * @param others those by which the same request may have been stored
 */
public record Fingerprint(String stored, List<String> others) {

  /** Of a request without an idempotency key. */
  public static final Fingerprint NONE = new Fingerprint(null, List.of());

  public boolean isOf(String earlier) {
    return earlier.equals(stored) || others.contains(earlier);
  }

  public String[] all() {
    return Stream.concat(Stream.of(stored), others.stream()).toArray(String[]::new);
  }
}
