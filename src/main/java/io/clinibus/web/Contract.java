package io.clinibus.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The REST contract: read, checked against OpenAPI 3.1 and resolved once, when a node starts. */
public final class Contract {

  private static final String RESOURCE = "openapi/clinibus.yaml";
  private static final String PROBLEM = "application/problem+json";
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final JsonSchemaOptions SCHEMAS =
      new JsonSchemaOptions()
          .setBaseUri("app://clinibus")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final String yaml;
  private final OpenAPIContract resolved;

  private Contract(String yaml, OpenAPIContract resolved) {
    this.yaml = yaml;
    this.resolved = resolved;
  }

  /**
   * Reads the contract from the class path.
   *
   * @return fails if it is not valid OpenAPI
   */
  public static Future<Contract> load(Vertx vertx) {
    return vertx
        .executeBlocking(Contract::text)
        .compose(
            yaml ->
                OpenAPIContract.from(vertx, adapted(yaml))
                    .map(resolved -> new Contract(yaml, resolved)));
  }

  /** The contract to the letter, as it is published. */
  String yaml() {
    return yaml;
  }

  /** Every operation, concrete paths before templated ones. */
  List<Operation> operations() {
    return resolved.getPaths().stream().flatMap(path -> path.getOperations().stream()).toList();
  }

  /** A validator of one of the contract's schemas, with strict formats. Safe to share. */
  static Validator validator(JsonSchema schema) {
    return Validator.create(schema, SCHEMAS, Formats.VALIDATOR);
  }

  private static String text() throws IOException {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("the contract is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @SuppressWarnings("unchecked")
  private static JsonObject adapted(String yaml) {
    try {
      var contract = new JsonObject(YAML.readValue(yaml, Map.class));
      contract.remove("servers"); // relative server addresses are refused by the library
      adapt(contract);
      return contract;
    } catch (IOException e) {
      throw new IllegalStateException("the contract is not YAML", e);
    }
  }

  /**
   * The library knows neither problem documents as answers, which are never validated here, nor
   * formats strict enough for us, so that ours get names of their own.
   */
  private static void adapt(Object node) {
    if (node instanceof JsonObject object) {
      if (object.getValue("content") instanceof JsonObject content
          && content.containsKey(PROBLEM)) {
        object.remove("content");
      }
      if (object.getValue("format") instanceof String format) {
        object.put("format", Formats.strict(format));
      }
      object.fieldNames().forEach(name -> adapt(object.getValue(name)));
    } else if (node instanceof JsonArray array) {
      array.forEach(Contract::adapt);
    }
  }
}
