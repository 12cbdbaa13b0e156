package io.clinibus.cluster.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads frames; one that many pages get is parsed once. For one thread. */
final class Frames {

  private static final int RECENT = 256;

  private final Map<String, JsonNode> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
          return size() > RECENT;
        }
      };

  JsonNode read(String text) {
    return recent.computeIfAbsent(text, Frames::parse);
  }

  private static JsonNode parse(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
