package io.clinibus.bus;

import java.util.List;
import java.util.Map;

/**
 * An expected rejection of a request. Has no stack trace. The detail and the extensions reach the
 * client, so they never hold a patient's data or an internal name.
 */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * One field that is wrong.
   *
   * @param pointer a JSON pointer into the request body (RFC 6901), or a parameter's name
   * @param detail what is wrong with it and what would be right
   */
  public record FieldError(String pointer, String detail) {}

  private final FailureCode code;
  private final transient List<FieldError> errors;
  private final transient Map<String, Object> extensions;

  public Failure(
      FailureCode code, String detail, List<FieldError> errors, Map<String, Object> extensions) {
    super(detail, null, false, false);
    this.code = code;
    this.errors = List.copyOf(errors);
    this.extensions = Map.copyOf(extensions);
  }

  public static Failure of(FailureCode code) {
    return of(code, code.title());
  }

  public static Failure of(FailureCode code, String detail) {
    return new Failure(code, detail, List.of(), Map.of());
  }

  public static Failure notFound(String what) {
    return of(FailureCode.NOT_FOUND, "There is no such " + what + ".");
  }

  public static Failure forbidden(String why) {
    return of(FailureCode.FORBIDDEN, why);
  }

  /** A body field or parameter that is well-formed but not acceptable. */
  public static Failure invalid(String pointer, String detail) {
    return new Failure(
        FailureCode.INVALID_REQUEST,
        FailureCode.INVALID_REQUEST.title(),
        List.of(new FieldError(pointer, detail)),
        Map.of());
  }

  public static Failure staleVersion() {
    return of(FailureCode.STALE_VERSION, "Read it again and repeat your change.");
  }

  /** The same failure with an additional member in its problem document. */
  public Failure with(String member, Object value) {
    var more = new java.util.HashMap<>(extensions);
    more.put(member, value);
    return new Failure(code, getMessage(), errors, more);
  }

  public FailureCode code() {
    return code;
  }

  public List<FieldError> errors() {
    return errors;
  }

  public Map<String, Object> extensions() {
    return extensions;
  }
}
