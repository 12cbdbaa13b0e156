package io.clinibus.bus.failure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of field error that clients can translate. {@link CommonFieldErrors} declares those of
 * every domain; a domain declares its own as constants of {@code api/<Domain>FieldErrors}. The
 * contract lists them in {@code x-field-error-codes}.
 *
 * @param code a stable word, such as {@code too-long}
 * @param params the names of the values that a sentence about the error needs
 */
public record FieldErrorCode(String code, List<String> params) {

  public FieldErrorCode {
    params = List.copyOf(params);
  }

  public static FieldErrorCode of(String code, String... params) {
    return new FieldErrorCode(code, List.of(params));
  }

  /**
   * An error of this kind.
   *
   * @param pointer the field
   * @param message the sentence in English
   * @param values the parameters' values, in the order of their names
   */
  public FieldError at(String pointer, String message, Object... values) {
    if (values.length != params.size()) {
      throw new IllegalArgumentException(code + " needs " + params);
    }
    Map<String, Object> named = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(params.get(i), values[i]);
    }
    return new FieldError(pointer, code, named, message);
  }
}
