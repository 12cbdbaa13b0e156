package io.clinibus.web.contract;

import io.clinibus.bus.Failure.FieldError;
import java.util.List;
import java.util.Map;

/**
 * Refuses texts that PostgreSQL cannot store or that are not valid Unicode; nothing is replaced.
 */
final class UnicodeCheck {

  private UnicodeCheck() {}

  /** The error of a text, or null. */
  static String error(String text) {
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
      String error = error(text);
      if (error != null) {
        errors.add(new FieldError(pointer, error));
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
    if (error(name) != null) {
      errors.add(new FieldError(pointer, "has a member whose name is not a proper text"));
    } else {
      check(pointer + "/" + escaped(name), value, errors);
    }
  }

  /** Escapes a member name as a JSON pointer's reference token (RFC 6901). */
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
