package io.clinibus.web.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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
import java.util.List;

/**
 * The REST contract: loaded, validated against OpenAPI 3.1 and resolved once, when a node starts.
 */
public final class Contract {

  private static final String RESOURCE = "openapi/clinibus.json";
  private static final String PROBLEM = "application/problem+json";
  private static final JsonSchemaOptions SCHEMAS =
      new JsonSchemaOptions()
          .setBaseUri("app://clinibus")
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Basic);

  private final OpenAPIContract resolved;

  private Contract(OpenAPIContract resolved) {
    this.resolved = resolved;
  }

  /**
   * Loads the bundle of all domains' contracts from the class path.
   *
   * @return fails if it is not valid OpenAPI
   */
  public static Future<Contract> load(Vertx vertx) {
    return vertx.executeBlocking(Contract::bundle).compose(bundle -> of(vertx, bundle));
  }

  /**
   * Loads a bundle.
   *
   * @param bundle an OpenAPI document as JSON; must not be used afterwards
   * @return fails if it is not valid OpenAPI
   */
  public static Future<Contract> of(Vertx vertx, JsonObject bundle) {
    bundle.remove("servers"); // the library refuses relative server addresses
    adapt(bundle);
    return OpenAPIContract.from(vertx, bundle).map(Contract::new);
  }

  /** Every operation, concrete paths before templated ones. */
  List<Operation> operations() {
    return resolved.getPaths().stream().flatMap(path -> path.getOperations().stream()).toList();
  }

  /** A validator of one of the contract's schemas, with strict formats. Thread-safe. */
  static Validator validator(JsonSchema schema) {
    return Validator.create(schema, SCHEMAS, Formats.VALIDATOR);
  }

  private static JsonObject bundle() throws IOException {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("the contract is not on the class path");
      }
      return new JsonObject(Buffer.buffer(in.readAllBytes()));
    }
  }

  /**
   * Adapts the document to the library: removes problem documents, which it does not support and
   * which are never validated here, and renames formats, whose built-in checks are not strict
   * enough.
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
