package io.clinibus.testing.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.clinibus.bus.Json;
import io.clinibus.bus.Operation;
import io.clinibus.testing.SampleRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sample records as JSON, with texts and numbers that their schema restricts more than Java does in
 * the form that the schema asks for. All else is left as it is, right or wrong.
 */
public final class ContractSamples {

  private static final RestContract CONTRACT = RestContract.product();
  private static final List<JsonNode> CANDIDATES =
      Stream.concat(
              Stream.of(
                      "10:00",
                      "EUR",
                      "012345",
                      "en",
                      "+49 30 901820",
                      "ana@example.org",
                      "https://example.org/photo",
                      "Z".repeat(40))
                  .<JsonNode>map(TextNode::valueOf),
              Stream.of(60, 2000).<JsonNode>map(IntNode::valueOf))
          .toList();

  private ContractSamples() {}

  /** A complete reply of an operation. */
  public static <R extends Record> R reply(Operation<?, R> operation) {
    Record sample = SampleRecords.of(operation.reply()).get(0);
    String id = operation.address().substring(operation.address().indexOf('.') + 1);
    if (CONTRACT.operation(id) == null) {
      return operation.reply().cast(sample);
    }
    try {
      return Json.MAPPER.treeToValue(
          fitted(CONTRACT.successSchema(id), Json.MAPPER.valueToTree(sample)), operation.reply());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(operation.address(), e);
    }
  }

  /** A sample with restricted texts and numbers replaced. */
  public static JsonNode fitted(JsonNode schema, JsonNode sample) {
    JsonNode stated = CONTRACT.resolved(schema);
    if (sample instanceof ObjectNode object) {
      stated
          .path("properties")
          .fields()
          .forEachRemaining(
              member -> {
                if (object.has(member.getKey())) {
                  object.set(
                      member.getKey(), fitted(member.getValue(), object.get(member.getKey())));
                }
              });
      return object;
    }
    if (sample instanceof ArrayNode array) {
      for (int i = 0; stated.has("items") && i < array.size(); i++) {
        array.set(i, fitted(stated.get("items"), array.get(i)));
      }
      return array;
    }
    return SampleRecords.isArbitrary(sample) ? fittedScalar(stated, sample) : sample;
  }

  private static JsonNode fittedScalar(JsonNode schema, JsonNode sample) {
    List<JsonNode> candidates = new ArrayList<>(List.of(sample));
    schema.path("enum").forEach(candidates::add);
    candidates.addAll(CANDIDATES);
    return candidates.stream()
        .filter(candidate -> CONTRACT.errors(schema, candidate).isEmpty())
        .findFirst()
        .orElse(sample);
  }
}
