package io.clinibus.web.contract;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.bus.failure.FieldErrorCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses one parameter by its type in the contract. A string is taken as it was sent: digits,
 * quotes, {@code null} and a leading plus are ordinary characters. One that the contract no longer
 * takes has {@code x-refused}, which says what to send instead.
 */
public final class ParameterReader {

  private static final Map<String, String> HEADER_COMPONENTS =
      Map.of("Idempotency-Key", "idempotencyKey");

  /** Handled with the version, not as parameters. */
  private static final Set<String> VERSION_HEADERS = Set.of("If-Match", "If-None-Match");

  private static final Set<String> CHECKED_WITHOUT_SCHEMA =
      Set.of("type", "format", "description", "examples");
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

  private final String name;
  private final String component;
  private final Location location;
  private final boolean required;
  private final String type;
  private final String format;
  private final JsonSchema schema;
  private final Validator validator;
  private final ParameterReader items;
  private final String refusal;

  private ParameterReader(
      String name,
      String component,
      Location location,
      boolean required,
      JsonObject schema,
      String refusal) {
    this.name = name;
    this.component = component;
    this.location = location;
    this.required = required;
    this.refusal = refusal;
    this.type = schema.getString("type");
    this.format = schema.getString("format");
    this.schema = JsonSchema.of(schema);
    this.validator = isSimple(schema) ? null : Contract.validator(this.schema);
    this.items =
        type.equals("array")
            ? new ParameterReader(
                name, component, location, true, schema.getJsonObject("items"), null)
            : null;
  }

  /** Whether a parameter is parsed here; version headers are not. */
  static boolean reads(Parameter parameter) {
    return !(parameter.getIn() == Location.HEADER && VERSION_HEADERS.contains(parameter.getName()));
  }

  static ParameterReader of(Parameter parameter) {
    String name = parameter.getName();
    String component = parameter.getIn() == Location.HEADER ? HEADER_COMPONENTS.get(name) : name;
    if (component == null || parameter.getIn() == Location.COOKIE) {
      throw new IllegalStateException("nothing reads the parameter " + name + " of the contract");
    }
    return new ParameterReader(
        name,
        component,
        parameter.getIn(),
        parameter.isRequired(),
        parameter.getOpenAPIModel().getJsonObject("schema"),
        parameter.getOpenAPIModel().getString("x-refused"));
  }

  /** The parameter's name in the contract. */
  String name() {
    return name;
  }

  /** The component of the request record that it fills. */
  public String component() {
    return component;
  }

  Location location() {
    return location;
  }

  /**
   * Parses the parameter.
   *
   * @param raw the decoded values, none if the parameter is absent
   * @return null if it is absent or invalid, in which case an error was added
   */
  Object read(List<String> raw, List<FieldError> errors) {
    if (raw.isEmpty()) {
      return required ? wrong(CommonFieldErrors.REQUIRED, "is missing", errors) : null;
    }
    if (refusal != null) {
      return wrong(CommonFieldErrors.UNKNOWN_FIELD, refusal, errors);
    }
    if (items != null) {
      return readArray(raw, errors);
    }
    return raw.size() > 1
        ? wrong(CommonFieldErrors.DUPLICATE, "is stated twice", errors)
        : readOne(raw.get(0), errors);
  }

  private Object readArray(List<String> raw, List<FieldError> errors) {
    List<Object> values = new ArrayList<>();
    int before = errors.size();
    for (String one : raw) {
      values.add(items.readOne(one, errors));
    }
    return errors.size() == before && validated(new JsonArray(values), errors) ? values : null;
  }

  private Object readOne(String raw, List<FieldError> errors) {
    return switch (type) {
      case "integer" ->
          INTEGER.matcher(raw).matches()
              ? checked(Long.valueOf(raw), errors)
              : refused(SchemaErrors.wrongType(name, type), errors);
      case "boolean" ->
          raw.equals("true") || raw.equals("false")
              ? Boolean.valueOf(raw)
              : refused(SchemaErrors.wrongType(name, type), errors);
      default -> readText(raw, errors);
    };
  }

  private Object readText(String raw, List<FieldError> errors) {
    FieldError error = TextCheck.error(name, raw);
    if (error == null && format != null) {
      error = Formats.error(name, format, raw);
    }
    return error == null ? checked(raw, errors) : refused(error, errors);
  }

  private Object checked(Object value, List<FieldError> errors) {
    return validated(value, errors) ? value : null;
  }

  private boolean validated(Object value, List<FieldError> errors) {
    if (validator == null) {
      return true;
    }
    OutputUnit result = validator.validate(value);
    if (result.getValid()) {
      return true;
    }
    for (FieldError error : SchemaErrors.of(schema, value, result)) {
      errors.add(error.at(name));
    }
    return false;
  }

  private Object wrong(FieldErrorCode code, String message, List<FieldError> errors) {
    return refused(code.at(name, message), errors);
  }

  private static Object refused(FieldError error, List<FieldError> errors) {
    errors.add(error);
    return null;
  }

  /** Whether parsing by type and format already checks everything in the schema. */
  private static boolean isSimple(JsonObject schema) {
    return schema.fieldNames().stream()
        .filter(keyword -> !keyword.startsWith("__"))
        .allMatch(CHECKED_WITHOUT_SCHEMA::contains);
  }
}
