package io.clinibus.web.live.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;

/**
 * A frame from a client. Members that its type does not need are null; unknown ones are ignored.
 */
public record ClientFrame(
    String type, String topic, Long since, String token, String hold, boolean brief) {

  /** Parses a frame; null if it is not an object with a type, or a member has the wrong type. */
  public static ClientFrame parse(String text) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
    if (json == null || !json.path("type").isTextual()) {
      return null;
    }
    JsonNode since = json.path("since");
    JsonNode brief = json.path("brief");
    if (!(isAbsent(brief) || brief.isBoolean())
        || !isTextOrAbsent(json.path("topic"))
        || !isTextOrAbsent(json.path("token"))
        || !isTextOrAbsent(json.path("hold"))
        || !(isAbsent(since) || since.canConvertToExactIntegral() && since.canConvertToLong())) {
      return null;
    }
    return new ClientFrame(
        json.path("type").asText(),
        json.path("topic").textValue(),
        isAbsent(since) ? null : since.asLong(),
        json.path("token").textValue(),
        json.path("hold").textValue(),
        json.path("brief").asBoolean());
  }

  @Override
  public String toString() {
    return "ClientFrame[" + type + "]";
  }

  private static boolean isTextOrAbsent(JsonNode node) {
    return node.isTextual() || isAbsent(node);
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
