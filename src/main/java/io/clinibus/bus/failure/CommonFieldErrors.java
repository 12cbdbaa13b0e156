package io.clinibus.bus.failure;

/** Field errors of any domain; the contract describes them. */
public final class CommonFieldErrors {

  public static final FieldErrorCode REQUIRED = FieldErrorCode.of("required");
  public static final FieldErrorCode UNKNOWN_FIELD = FieldErrorCode.of("unknown-field");
  public static final FieldErrorCode WRONG_TYPE = FieldErrorCode.of("wrong-type", "type");
  public static final FieldErrorCode NOT_A_NUMBER = FieldErrorCode.of("not-a-number");
  public static final FieldErrorCode NOT_AN_INTEGER = FieldErrorCode.of("not-an-integer");
  public static final FieldErrorCode NOT_ALLOWED = FieldErrorCode.of("not-allowed", "allowed");
  public static final FieldErrorCode TOO_SHORT = FieldErrorCode.of("too-short", "min");
  public static final FieldErrorCode TOO_LONG = FieldErrorCode.of("too-long", "max");
  public static final FieldErrorCode TOO_SMALL = FieldErrorCode.of("too-small", "min");
  public static final FieldErrorCode TOO_LARGE = FieldErrorCode.of("too-large", "max");
  public static final FieldErrorCode TOO_FEW = FieldErrorCode.of("too-few", "min");
  public static final FieldErrorCode TOO_MANY = FieldErrorCode.of("too-many", "max");
  public static final FieldErrorCode DUPLICATE = FieldErrorCode.of("duplicate");
  public static final FieldErrorCode FORMAT = FieldErrorCode.of("format", "format");
  public static final FieldErrorCode PATTERN = FieldErrorCode.of("pattern", "pattern");
  public static final FieldErrorCode FORBIDDEN_CHARACTER = FieldErrorCode.of("forbidden-character");
  public static final FieldErrorCode MALFORMED = FieldErrorCode.of("malformed");
  public static final FieldErrorCode NOT_FOUND = FieldErrorCode.of("not-found");
  public static final FieldErrorCode TAKEN = FieldErrorCode.of("taken");
  public static final FieldErrorCode TOO_EARLY = FieldErrorCode.of("too-early", "field");
  public static final FieldErrorCode IN_THE_PAST = FieldErrorCode.of("in-the-past");
  public static final FieldErrorCode IN_THE_FUTURE = FieldErrorCode.of("in-the-future");
  public static final FieldErrorCode PERIOD_TOO_LONG = FieldErrorCode.of("period-too-long", "days");
  public static final FieldErrorCode EXACTLY_ONE_OF = FieldErrorCode.of("exactly-one-of", "fields");
  public static final FieldErrorCode AT_LEAST_ONE_OF =
      FieldErrorCode.of("at-least-one-of", "fields");
  public static final FieldErrorCode INVALID = FieldErrorCode.of("invalid");

  private CommonFieldErrors() {}
}
