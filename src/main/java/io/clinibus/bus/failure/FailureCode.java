package io.clinibus.bus.failure;

import java.util.List;
import java.util.Locale;

/**
 * A way in which a request can be refused. {@link CommonFailures} declares those of every domain; a
 * domain declares its own as constants of {@code api/<Domain>Failures} and lists them in its
 * module.
 *
 * @param slug the last part of the problem type (RFC 9457), stable across releases and unique
 * @param status the HTTP status of the answer
 * @param title what happened, in words a person understands
 */
public record FailureCode(String slug, int status, String title) {

  /** The failures that a class declares as public constants. */
  public static List<FailureCode> declaredIn(Class<?> type) {
    return PublicConstants.of(type)
        .filter(FailureCode.class::isInstance)
        .map(FailureCode.class::cast)
        .toList();
  }

  /** The name between nodes and in metrics: {@code SLOT_TAKEN} for {@code slot-taken}. */
  public String name() {
    return slug.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String toString() {
    return name();
  }
}
