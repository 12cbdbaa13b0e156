package io.clinibus.testing.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of an OpenAPI or AsyncAPI document, closed: a member that its schema does not state
 * is an error, so that what is sent and what is documented cannot drift apart. Each schema is
 * compiled once.
 */
final class StrictSchemas {

  private static final String COMPONENTS = "#/components/schemas/";
  private static final String REF = "$ref";
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          factory ->
              factory.metaSchema(
                  JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                      .keyword(new NonValidationKeyword("components"))
                      .keyword(new NonValidationKeyword("x-format"))
                      .keyword(new NonValidationKeyword("x-message"))
                      .build()));
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final JsonNode components;
  private final Set<String> extended = new HashSet<>();
  private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

  /**
   * @param components the document's components; not changed
   */
  StrictSchemas(JsonNode components) {
    this.components = components.deepCopy();
    collectExtended(this.components);
    this.components
        .path("schemas")
        .fields()
        .forEachRemaining(
            schema -> {
              closeInside(schema.getValue());
              if (!extended.contains(COMPONENTS + schema.getKey())) {
                closeSelf(schema.getValue());
              }
            });
  }

  /** What is wrong with a value by one of the document's schemas; empty if nothing is. */
  List<String> errors(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  /** The same without closing schemas, as other clients validate. */
  static List<String> errorsIfOpen(JsonNode components, JsonNode schema, JsonNode value) {
    ObjectNode open = schema.deepCopy();
    open.set("components", components);
    return FACTORY.getSchema(open, CONFIG).validate(value).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode closed = schema.deepCopy();
    close(closed);
    closed.set("components", components);
    return FACTORY.getSchema(closed, CONFIG);
  }

  /** Schemas that others extend by {@code allOf} can be closed only where they are used. */
  private void collectExtended(JsonNode node) {
    node.path("allOf").forEach(part -> extended.add(part.path(REF).asText()));
    node.forEach(this::collectExtended);
  }

  /** Closes the schema of a value. */
  private void close(JsonNode schema) {
    closeInside(schema);
    closeSelf(schema);
  }

  private void closeSelf(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)
        || object.has("additionalProperties")
        || object.has("anyOf")
        || object.has("oneOf")) {
      return;
    }
    if (object.has("allOf") || extended.contains(object.path(REF).asText())) {
      object.put("unevaluatedProperties", false);
    } else if (object.path("type").asText().equals("object") || object.has("properties")) {
      object.put("additionalProperties", false);
    }
  }

  private void closeInside(JsonNode schema) {
    schema.path("properties").forEach(this::close);
    for (String keyword : List.of("items", "additionalProperties")) {
      if (schema.path(keyword).isObject()) {
        close(schema.get(keyword));
      }
    }
    schema.path("anyOf").forEach(this::close);
    schema.path("oneOf").forEach(this::close);
    schema.path("allOf").forEach(this::closeInside);
  }
}
