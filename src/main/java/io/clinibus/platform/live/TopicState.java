package io.clinibus.platform.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a topic shows: facts about the whole, and items by key. Immutable.
 *
 * @param about facts about the whole
 * @param items the items by a key that each kind of topic defines
 */
public record TopicState(ObjectNode about, Map<String, JsonNode> items) {

  /**
   * The difference between two states.
   *
   * @param about the new facts about the whole, or null if they are unchanged
   * @param set items that were added or changed
   * @param unset keys of items that were removed
   */
  public record Difference(ObjectNode about, Map<String, JsonNode> set, List<String> unset) {

    public static final Difference NONE = new Difference(null, Map.of(), List.of());

    public boolean isNone() {
      return about == null && set.isEmpty() && unset.isEmpty();
    }

    public ObjectNode json() {
      ObjectNode json = Json.MAPPER.createObjectNode();
      if (about != null) {
        json.set("about", about);
      }
      if (!set.isEmpty()) {
        json.putObject("set").setAll(set);
      }
      if (!unset.isEmpty()) {
        unset.forEach(json.putArray("unset")::add);
      }
      return json;
    }
  }

  /** The difference that leads from this state to another. */
  public Difference to(TopicState other) {
    Map<String, JsonNode> set = new TreeMap<>();
    other.items.forEach(
        (key, item) -> {
          if (!item.equals(items.get(key))) {
            set.put(key, item);
          }
        });
    List<String> unset = new ArrayList<>();
    items
        .keySet()
        .forEach(
            key -> {
              if (!other.items.containsKey(key)) {
                unset.add(key);
              }
            });
    return new Difference(about.equals(other.about) ? null : other.about, set, unset);
  }

  /** Applies a difference to this state. */
  TopicState with(Difference difference) {
    Map<String, JsonNode> changed = new TreeMap<>(items);
    changed.keySet().removeAll(difference.unset());
    changed.putAll(difference.set());
    return new TopicState(difference.about() == null ? about : difference.about(), changed);
  }

  /** The state as the {@code data} of a snapshot. */
  public ObjectNode json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.set("about", about);
    json.putObject("items").setAll(items);
    return json;
  }
}
