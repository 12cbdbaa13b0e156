package io.clinibus.web.contract;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.FieldError;
import java.util.List;
import java.util.Map;

/**
 * Refuses texts that PostgreSQL cannot store or that are not valid Unicode, and long member names,
 * which no operation has: what follows may search them with recursive patterns. Nothing is
 * replaced.
 */
final class TextCheck {

  private static final int MAX_NAME = 100;

  private TextCheck() {}

  /** The error of a text, or null. */
  static FieldError error(String pointer, String text) {
    String message = message(text);
    return message == null ? null : CommonFieldErrors.FORBIDDEN_CHARACTER.at(pointer, message);
  }

  private static String message(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "must not contain the NUL character";
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return "must not contain half a character (a lone surrogate)";
        }
        i++;
      }
    }
    return null;
  }

  /** Adds an error for each invalid text anywhere in decoded JSON, member names included. */
  static void check(String pointer, Object json, List<FieldError> errors) {
    if (json instanceof String text) {
      FieldError error = error(pointer, text);
      if (error != null) {
        errors.add(error);
      }
    } else if (json instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(pointer + "/" + i, list.get(i), errors);
      }
    } else if (json instanceof Map<?, ?> map) {
      map.forEach((name, value) -> checkMember(pointer, (String) name, value, errors));
    }
  }

  private static void checkMember(
      String pointer, String name, Object value, List<FieldError> errors) {
    if (name.length() > MAX_NAME) {
      errors.add(
          CommonFieldErrors.UNKNOWN_FIELD.at(
              pointer,
              "has a member whose name is too long; names have at most "
                  + MAX_NAME
                  + " characters"));
    } else if (message(name) != null) {
      errors.add(
          CommonFieldErrors.FORBIDDEN_CHARACTER.at(
              pointer, "has a member whose name is not a proper text"));
    } else {
      check(pointer + "/" + escaped(name), value, errors);
    }
  }

  /** Escapes a member name as a JSON pointer's reference token (RFC 6901). */
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
