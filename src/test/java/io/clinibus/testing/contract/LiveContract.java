package io.clinibus.testing.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks frames of the live protocol against its AsyncAPI document. */
public final class LiveContract {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMAS = "#/components/schemas/";
  private static final String OF_REST = "Rest.";

  private static final LiveContract PRODUCT =
      new LiveContract(text("asyncapi/live.yaml"), text("openapi/clinibus.json"));

  private final StrictSchemas schemas;
  private final Map<String, JsonNode> fromClients = new HashMap<>();
  private final Map<String, JsonNode> fromNodes = new HashMap<>();

  /** The schemas of the REST contract, to which the live one refers, get names of their own. */
  LiveContract(String live, String rest) {
    try {
      JsonNode document =
          new YAMLMapper().readTree(live.replace("openapi.yaml" + SCHEMAS, SCHEMAS + OF_REST));
      JsonNode others = JSON.readTree(rest.replace(SCHEMAS, SCHEMAS + OF_REST));
      ObjectNode components = document.get("components").deepCopy();
      others
          .at("/components/schemas")
          .fields()
          .forEachRemaining(
              schema ->
                  components
                      .withObjectProperty("schemas")
                      .set(OF_REST + schema.getKey(), schema.getValue()));
      this.schemas = new StrictSchemas(components);
      collect(document, "receive", fromClients);
      collect(document, "send", fromNodes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static LiveContract product() {
    return PRODUCT;
  }

  /** Reports whatever of a client's frame is not as the document says. */
  public static void checkSent(String frame) {
    report("sent", frame, PRODUCT.errorsOfSent(frame));
  }

  /** Reports whatever of a node's frame is not as the document says. */
  public static void checkReceived(String frame) {
    report("received", frame, PRODUCT.errorsOfReceived(frame));
  }

  List<String> errorsOfSent(String frame) {
    return errors(fromClients, frame);
  }

  List<String> errorsOfReceived(String frame) {
    return errors(fromNodes, frame);
  }

  private static void report(String way, String frame, List<String> errors) {
    errors.forEach(
        error ->
            Violations.report(
                way + " " + error, frame.substring(0, Math.min(300, frame.length()))));
  }

  private List<String> errors(Map<String, JsonNode> payloads, String frame) {
    try {
      JsonNode json = JSON.readTree(frame);
      JsonNode payload = payloads.get(json.path("type").asText());
      return payload == null ? List.of("no such message") : schemas.errors(payload, json);
    } catch (JsonProcessingException e) {
      return List.of("not JSON");
    }
  }

  private static void collect(JsonNode document, String action, Map<String, JsonNode> payloads) {
    document
        .get("operations")
        .forEach(
            operation -> {
              if (operation.get("action").asText().equals(action)) {
                operation
                    .get("messages")
                    .forEach(
                        reference -> {
                          JsonNode payload =
                              followed(document, followed(document, reference)).get("payload");
                          payloads.put(payload.at("/properties/type/const").asText(), payload);
                        });
              }
            });
  }

  private static JsonNode followed(JsonNode document, JsonNode reference) {
    return document.at(reference.get("$ref").asText().substring(1));
  }

  private static String text(String resource) {
    try (InputStream in = LiveContract.class.getClassLoader().getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
