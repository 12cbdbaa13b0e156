package io.clinibus.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import java.util.Map;
import java.util.TreeMap;

/** What a client has of a topic, kept as the protocol's documentation says. */
public final class LivePage {

  private final String topic;
  private final Map<String, JsonNode> items = new TreeMap<>();
  private JsonNode about = Json.MAPPER.missingNode();
  private long version;

  public LivePage(String topic) {
    this.topic = topic;
  }

  public String topic() {
    return topic;
  }

  public synchronized boolean isKnown() {
    return version != 0;
  }

  public synchronized long version() {
    return version;
  }

  public synchronized JsonNode item(String key) {
    return items.getOrDefault(key, Json.MAPPER.missingNode());
  }

  /** As a snapshot's data. */
  public synchronized JsonNode data() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.set("about", about);
    json.putObject("items").setAll(items);
    return json;
  }

  /** The frame that asks for whatever this page has missed. */
  public synchronized ObjectNode subscribe() {
    ObjectNode frame = Json.MAPPER.createObjectNode().put("type", "subscribe").put("topic", topic);
    return version == 0 ? frame : frame.put("since", version);
  }

  /** Takes in a frame about this topic; false if something before it is missing. */
  public synchronized boolean hear(JsonNode frame) {
    return switch (frame.path("type").asText()) {
      case "snapshot" -> {
        about = frame.at("/data/about");
        items.clear();
        setAll(frame.at("/data/items"));
        version = frame.path("version").asLong();
        yield true;
      }
      case "delta" -> applyDelta(frame);
      default -> true;
    };
  }

  /** Whether this is what the server says it has sent; a topic it does not name is on its way. */
  public synchronized boolean agrees(JsonNode versions) {
    return !versions.has(topic) || versions.path(topic).asLong() == version;
  }

  private boolean applyDelta(JsonNode frame) {
    if (frame.path("from").asLong() != version) {
      return frame.path("version").asLong() <= version;
    }
    JsonNode data = frame.path("data");
    if (data.has("about")) {
      about = data.path("about");
    }
    data.path("unset").forEach(key -> items.remove(key.asText()));
    setAll(data.path("set"));
    version = frame.path("version").asLong();
    return true;
  }

  private void setAll(JsonNode from) {
    from.fields().forEachRemaining(item -> items.put(item.getKey(), item.getValue()));
  }
}
