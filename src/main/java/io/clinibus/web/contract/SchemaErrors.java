package io.clinibus.web.contract;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.FieldError;
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

/** Converts the schema validator's errors into one error per field. */
final class SchemaErrors {

  /** Extensions of the contract beside a {@code pattern}: what it is called, and in a sentence. */
  private static final String PATTERN_NAME = "x-format";

  private static final String PATTERN_MESSAGE = "x-message";

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
      boolean specific =
          !WRAPPERS.contains(keyword) && !isKnownProperty(schema, location, keyword, pointer);
      if (specific && named.add(pointer)) {
        String parent = location.substring(0, Math.max(0, location.lastIndexOf('/')));
        errors.add(
            error(
                pointer,
                keyword,
                at(schema, location),
                at(instance, withoutHash(unit.getInstanceLocation())),
                (JsonObject) at(schema, parent)));
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

  private static FieldError error(
      String pointer, String keyword, Object expected, Object found, JsonObject stated) {
    return switch (keyword) {
      case "required" -> CommonFieldErrors.REQUIRED.at(pointer, "is missing");
      case "additionalProperties" ->
          CommonFieldErrors.UNKNOWN_FIELD.at(pointer, "is not known here");
      case "type" ->
          found == null
              ? CommonFieldErrors.REQUIRED.at(pointer, "must not be null")
              : wrongType(pointer, String.valueOf(expected));
      case "enum" -> notAllowed(pointer, expected);
      case "minLength" -> tooShort(pointer, expected);
      case "maxLength" ->
          CommonFieldErrors.TOO_LONG.at(
              pointer, "must be at most " + expected + " characters long", expected);
      case "minimum" ->
          CommonFieldErrors.TOO_SMALL.at(pointer, "must be at least " + expected, expected);
      case "maximum" ->
          CommonFieldErrors.TOO_LARGE.at(pointer, "must be at most " + expected, expected);
      case "minItems" ->
          CommonFieldErrors.TOO_FEW.at(
              pointer, "must have at least " + expected + " entries", expected);
      case "maxItems" ->
          CommonFieldErrors.TOO_MANY.at(
              pointer, "must have at most " + expected + " entries", expected);
      case "uniqueItems" -> CommonFieldErrors.DUPLICATE.at(pointer, "must not name anything twice");
      case "pattern" ->
          String.valueOf(found).isBlank()
              ? CommonFieldErrors.REQUIRED.at(pointer, "must not be blank")
              : pattern(pointer, String.valueOf(expected), stated);
      case "format" -> Formats.error(pointer, String.valueOf(expected), String.valueOf(found));
      default -> CommonFieldErrors.INVALID.at(pointer, "is not valid");
    };
  }

  /** A value that is not of the type that the contract states. */
  static FieldError wrongType(String pointer, String type) {
    return switch (type) {
      case "integer" -> CommonFieldErrors.NOT_AN_INTEGER.at(pointer, "must be a whole number");
      case "number" -> CommonFieldErrors.NOT_A_NUMBER.at(pointer, "must be a number");
      case "string" -> CommonFieldErrors.WRONG_TYPE.at(pointer, "must be a text", type);
      case "boolean" -> CommonFieldErrors.WRONG_TYPE.at(pointer, "must be true or false", type);
      case "array" -> CommonFieldErrors.WRONG_TYPE.at(pointer, "must be a list", type);
      case "object" -> CommonFieldErrors.WRONG_TYPE.at(pointer, "must be an object", type);
      default -> CommonFieldErrors.WRONG_TYPE.at(pointer, "must be of type " + type, type);
    };
  }

  private static FieldError notAllowed(String pointer, Object values) {
    List<String> allowed =
        values instanceof JsonArray array
            ? array.stream().map(String::valueOf).toList()
            : List.of(String.valueOf(values));
    return CommonFieldErrors.NOT_ALLOWED.at(
        pointer, "must be one of " + String.join(", ", allowed), allowed);
  }

  private static FieldError tooShort(String pointer, Object length) {
    return Integer.valueOf(1).equals(length)
        ? CommonFieldErrors.REQUIRED.at(pointer, "must not be empty")
        : CommonFieldErrors.TOO_SHORT.at(
            pointer, "must be at least " + length + " characters long", length);
  }

  /** A pattern that the contract gives a name is a format; another is shown as it is. */
  private static FieldError pattern(String pointer, String pattern, JsonObject stated) {
    String format = stated.getString(PATTERN_NAME);
    return format == null
        ? CommonFieldErrors.PATTERN.at(pointer, "must match " + pattern, pattern)
        : CommonFieldErrors.FORMAT.at(pointer, stated.getString(PATTERN_MESSAGE), format);
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
