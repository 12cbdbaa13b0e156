package io.clinibus.web.contract;

import io.vertx.json.schema.JsonFormatValidator;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/**
 * Strict checks of the contract's string formats: a date must exist, a date-time must state its
 * offset.
 */
final class Formats {

  /** Prevents the schema library's own, laxer checks of the same names. */
  private static final String PREFIX = "clinibus-";

  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Java also parses years with more digits, and with a sign. */
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private static final Pattern DATE_TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
              + "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");

  static final JsonFormatValidator VALIDATOR =
      (type, format, instance) ->
          format != null && instance instanceof String text ? error(format, text) : null;

  private Formats() {}

  /** The internal name of a format of the contract. */
  static String strict(String format) {
    return format.startsWith(PREFIX) ? format : PREFIX + format;
  }

  /** The error of a text in a strict format, for the user, or null. */
  static String error(String strictFormat, String text) {
    return switch (strictFormat) {
      case PREFIX + "uuid" -> UUID.matcher(text).matches() ? null : "must be a UUID";
      case PREFIX + "date" -> isDate(text) ? null : "must be a date such as 2026-11-24";
      case PREFIX + "date-time" ->
          isDateTime(text)
              ? null
              : "must be a date and time with its offset, such as 2026-11-24T10:00:00+01:00";
      case PREFIX + "email" ->
          EMAIL.matcher(text).matches()
              ? null
              : "must be an e-mail address such as ana@example.org";
      default -> null;
    };
  }

  /** Whether a format is checked here. */
  static boolean isChecked(String strictFormat) {
    return error(strictFormat, "\n") != null;
  }

  private static boolean isDate(String text) {
    if (!DATE.matcher(text).matches()) {
      return false;
    }
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDateTime(String text) {
    if (!DATE_TIME.matcher(text).matches()) {
      return false;
    }
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
