package io.clinibus.bus.failure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * One field that is wrong. The members' names are also those between nodes.
 *
 * @param pointer a JSON pointer into the request body (RFC 6901), or a parameter's name
 * @param code what kind of error it is, see {@link FieldErrorCode}
 * @param params the values that a sentence about the error needs, by the names that the code states
 * @param message what is wrong and what would be right, in English
 */
public record FieldError(
    String pointer,
    String code,
    Map<String, Object> params,
    @JsonProperty("detail") String message) {

  /** Nodes of the first release send neither code nor parameters. */
  public FieldError {
    code = code == null ? CommonFieldErrors.INVALID.code() : code;
    params = params == null ? Map.of() : Map.copyOf(params);
  }

  /** The same error of another field. */
  public FieldError at(String otherPointer) {
    return new FieldError(otherPointer, code, params, message);
  }
}
