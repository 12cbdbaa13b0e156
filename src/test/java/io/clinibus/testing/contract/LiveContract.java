package io.clinibus.testing.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.clinibus.web.contract.LiveContractBundler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Checks frames of the live protocol against its AsyncAPI document. */
public final class LiveContract {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMAS = "#/components/schemas/";
  private static final String OF_REST = "Rest.";

  private static final LiveContract PRODUCT =
      new LiveContract(text("asyncapi/clinibus.yaml"), text("openapi/clinibus.json"));

  private final StrictSchemas schemas;
  private final JsonNode components;
  private final Map<String, JsonNode> fromClients = new HashMap<>();
  private final Map<String, JsonNode> fromNodes = new HashMap<>();
  private final JsonNode topics;

  /** The schemas of the REST contract, to which the live one refers, get names of their own. */
  LiveContract(String live, String rest) {
    try {
      String stated = JSON.writeValueAsString(new YAMLMapper().readTree(live));
      JsonNode document =
          JSON.readTree(stated.replace("openapi.yaml" + SCHEMAS, SCHEMAS + OF_REST));
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
      this.components = components;
      this.topics = document.path("x-topics");
      collect(document, "receive", fromClients);
      collect(document, "send", fromNodes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static LiveContract product() {
    return PRODUCT;
  }

  /** The contract of a release with one more domain. */
  public static LiveContract with(Path domain) {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/asyncapi"))) {
      List<String> domains = new ArrayList<>(List.of(Files.readString(domain)));
      for (Path file : files.filter(other -> !other.endsWith("live.yaml")).toList()) {
        domains.add(Files.readString(file));
      }
      String protocol = Files.readString(Path.of("src/main/resources/asyncapi/live.yaml"));
      return new LiveContract(
          LiveContractBundler.bundle(protocol, domains), text("openapi/clinibus.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The roles of each topic, by its pattern. */
  Map<String, Set<String>> topics() {
    Map<String, Set<String>> roles = new HashMap<>();
    topics.forEach(
        topic ->
            topic
                .get("x-roles")
                .forEach(
                    role ->
                        roles
                            .computeIfAbsent(topic.get("name").asText(), name -> new HashSet<>())
                            .add(role.asText())));
    return roles;
  }

  /** Reports whatever of a client's frame is not as the document says. */
  public void checkSent(String frame) {
    report("sent", frame, errorsOfSent(frame));
  }

  /** Reports whatever of a node's frame is not as the document says. */
  public void checkReceived(String frame) {
    report("received", frame, errorsOfReceived(frame));
  }

  /** What is wrong with an item of a snapshot for a client that allows more members. */
  List<String> errorsOfItem(JsonNode item) {
    return StrictSchemas.errorsIfOpen(
        components, components.at("/schemas/Items"), JSON.createObjectNode().set("key", item));
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
      return payload == null
          ? List.of("no such message")
          : Stream.concat(schemas.errors(payload, json).stream(), errorsOfTopic(json)).toList();
    } catch (JsonProcessingException e) {
      return List.of("not JSON");
    }
  }

  /** What a snapshot shows is what its own topic shows. */
  private Stream<String> errorsOfTopic(JsonNode frame) {
    if (!frame.path("type").asText().equals("snapshot")) {
      return Stream.of();
    }
    String kind = frame.path("topic").asText().split("/")[0];
    for (JsonNode topic : topics) {
      if (topic.get("name").asText().split("/")[0].equals(kind)) {
        ObjectNode shown = JSON.createObjectNode().put("type", "object");
        shown.putObject("properties").set("about", topic.get("about"));
        ObjectNode items = shown.withObject("/properties/items").put("type", "object");
        items.set("additionalProperties", topic.path("items").deepCopy());
        if (!topic.has("items")) {
          items.put("additionalProperties", false);
        }
        return schemas.errors(shown, frame.get("data")).stream();
      }
    }
    return Stream.of("no such topic");
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
