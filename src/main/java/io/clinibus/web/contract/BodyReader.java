package io.clinibus.web.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.bus.failure.FieldErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parses a JSON body strictly: valid UTF-8, no duplicate and no unknown member. */
public final class BodyReader {

  /** Deeper than any body of the contract. */
  private static final int MAX_DEPTH = 32;

  private static final JsonFactory STRICT =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final JsonSchema schema;
  private final Validator validator;

  BodyReader(JsonSchema schema) {
    this.schema = schema;
    this.validator = Contract.validator(schema);
  }

  /**
   * Parses and validates a body.
   *
   * @param errors receives every invalid field
   * @return the body's members, empty if it is invalid
   * @throws Failure {@code MALFORMED_REQUEST} if it is not JSON at all
   */
  public Map<String, Object> read(Buffer body, List<FieldError> errors) {
    if (body.length() == 0) {
      throw malformed(CommonFieldErrors.REQUIRED, "A JSON body is required.");
    }
    Object json = parse(decode(body));
    List<FieldError> found = new ArrayList<>();
    TextCheck.check("", json, found);
    if (found.isEmpty()) {
      validate(json, found);
    }
    errors.addAll(found);
    return found.isEmpty() ? members(json) : Map.of();
  }

  /** The contract's bodies are objects. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(Object json) {
    return (Map<String, Object>) json;
  }

  private void validate(Object json, List<FieldError> errors) {
    Object instance = json instanceof Map<?, ?> map ? wrapped(map) : json;
    OutputUnit result = validator.validate(instance);
    if (!result.getValid()) {
      errors.addAll(SchemaErrors.of(schema, instance, result));
      if (errors.isEmpty()) {
        errors.add(CommonFieldErrors.INVALID.at("", "is not valid"));
      }
    }
  }

  private static JsonObject wrapped(Map<?, ?> map) {
    return new JsonObject(members(map));
  }

  private static String decode(Buffer body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(body.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed(CommonFieldErrors.MALFORMED, "The body is not valid UTF-8.");
    }
  }

  private static Object parse(String text) {
    try (JsonParser parser = STRICT.createParser(text)) {
      try {
        Object json = Json.MAPPER.readValue(parser, Object.class);
        if (parser.nextToken() != null) {
          throw malformed(CommonFieldErrors.MALFORMED, "The body has more after its JSON.");
        }
        return json;
      } catch (JsonProcessingException e) {
        throw unreadable(parser, e);
      }
    } catch (IOException e) {
      throw malformed(CommonFieldErrors.MALFORMED, "The body is not JSON.");
    }
  }

  private static Failure unreadable(JsonParser parser, JsonProcessingException e) {
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    if (e.getOriginalMessage().startsWith("Duplicate field")) {
      FieldError error = CommonFieldErrors.DUPLICATE.at(pointer, "is stated twice");
      return Failure.of(
          CommonFailures.MALFORMED_REQUEST, CommonFailures.MALFORMED_REQUEST.title(), error);
    }
    var where = e.getLocation();
    return malformed(
        CommonFieldErrors.MALFORMED,
        where == null
            ? "The body is not JSON."
            : "The body is not JSON: see line %d, column %d."
                .formatted(where.getLineNr(), where.getColumnNr()));
  }

  private static Failure malformed(FieldErrorCode code, String detail) {
    return Failure.of(CommonFailures.MALFORMED_REQUEST, detail, code.at("", detail));
  }
}
