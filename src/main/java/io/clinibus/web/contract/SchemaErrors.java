package io.clinibus.web.contract;

import io.clinibus.bus.Failure.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts the schema validator's errors into one message per field. */
final class SchemaErrors {

  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"", Pattern.DOTALL);

  /** Keywords that only report errors of nested schemas. */
  private static final Set<String> WRAPPERS = Set.of("properties", "items", "allOf", "anyOf");

  private SchemaErrors() {}

  /**
   * @param schema the schema
   * @param instance the validated value
   * @param result the validator's result
   * @return the first error of each field; pointers are JSON pointers into the instance
   */
  static List<FieldError> of(JsonSchema schema, Object instance, OutputUnit result) {
    List<FieldError> errors = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (OutputUnit unit :
        result.getErrors() == null ? List.<OutputUnit>of() : result.getErrors()) {
      String location = withoutHash(unit.getKeywordLocation());
      String keyword = location.substring(location.lastIndexOf('/') + 1);
      String pointer = pointer(unit, keyword);
      boolean tells =
          !WRAPPERS.contains(keyword) && !isKnownProperty(schema, location, keyword, pointer);
      if (tells && named.add(pointer)) {
        Object expected = at(schema, location);
        Object found = at(instance, withoutHash(unit.getInstanceLocation()));
        errors.add(new FieldError(pointer, words(keyword, expected, found)));
      }
    }
    return errors;
  }

  /** The library also reports a known but invalid property as unknown. */
  private static boolean isKnownProperty(
      JsonSchema schema, String location, String keyword, String pointer) {
    if (!keyword.equals("additionalProperties")) {
      return false;
    }
    String object = location.substring(0, location.lastIndexOf('/'));
    String property = pointer.substring(pointer.lastIndexOf('/'));
    return at(schema, object + "/properties" + property) != null;
  }

  private static String pointer(OutputUnit unit, String keyword) {
    String parent = withoutHash(unit.getInstanceLocation());
    if (!keyword.equals("required")) {
      return parent;
    }
    Matcher name = QUOTED.matcher(unit.getError());
    return name.find() ? parent + "/" + name.group(1) : parent;
  }

  private static String words(String keyword, Object expected, Object found) {
    return switch (keyword) {
      case "required" -> "is missing";
      case "additionalProperties" -> "is not known here";
      case "type" -> found == null ? "must not be null" : "must be " + typeName(expected);
      case "enum" -> "must be one of " + list(expected);
      case "minLength" -> shortest(expected);
      case "maxLength" -> "must be at most " + expected + " characters long";
      case "minimum" -> "must be at least " + expected;
      case "maximum" -> "must be at most " + expected;
      case "minItems" -> "must have at least " + expected + " entries";
      case "maxItems" -> "must have at most " + expected + " entries";
      case "uniqueItems" -> "must not name anything twice";
      case "pattern" -> pattern(expected, found);
      case "format" -> Formats.error(String.valueOf(expected), String.valueOf(found));
      default -> "is not valid";
    };
  }

  private static String typeName(Object type) {
    return switch (String.valueOf(type)) {
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "an object";
      default -> "of type " + type;
    };
  }

  private static String list(Object values) {
    return values instanceof JsonArray array
        ? String.join(", ", array.stream().map(String::valueOf).toList())
        : String.valueOf(values);
  }

  private static String shortest(Object length) {
    return Integer.valueOf(1).equals(length)
        ? "must not be empty"
        : "must be at least " + length + " characters long";
  }

  /** Words for the contract's patterns; other patterns are shown as they are. */
  private static String pattern(Object pattern, Object found) {
    String text = String.valueOf(pattern);
    if (text.equals("\\S")) {
      return "must not be blank";
    }
    if (text.contains("[0-9 ()/.-]")) {
      return "must be a phone number such as +49 30 901820";
    }
    if (text.contains(":[0-5][0-9]")) {
      return "must be a time of day such as 08:30";
    }
    if (text.equals("^[A-Z]{3}$")) {
      return "must be a currency code such as EUR";
    }
    if (text.startsWith("^[A-Za-z]{2,8}(-")) {
      return "must be a language tag such as de or pt-BR";
    }
    return "must match " + text;
  }

  private static Object at(Object root, String pointer) {
    Object json = root instanceof JsonSchema schema ? (JsonObject) schema : root;
    try {
      return pointer.isEmpty() ? json : JsonPointer.from(pointer).queryJson(json);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String withoutHash(String location) {
    return location.startsWith("#") ? location.substring(1) : location;
  }
}
