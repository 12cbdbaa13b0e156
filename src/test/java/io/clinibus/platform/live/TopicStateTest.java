package io.clinibus.platform.live;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.maps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.clinibus.bus.Json;
import io.clinibus.testing.property.Generator;
import io.clinibus.testing.property.Property;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A delta contains every change and nothing else. */
public class TopicStateTest {

  @Test
  void applyingADifferenceGivesTheOtherState() {
    Property.check(
        draw -> {
          TopicState before = draw.from(views());
          TopicState after = draw.from(views());
          assertThat(before.with(before.to(after))).isEqualTo(after);
        });
  }

  @Test
  void aDifferenceContainsOnlyChanges() {
    Property.check(
        draw -> {
          TopicState before = draw.from(views());
          TopicState after = draw.from(views());
          TopicState.Difference difference = before.to(after);
          assertThat(difference.isNone()).isEqualTo(before.equals(after));
          difference
              .set()
              .forEach((key, item) -> assertThat(before.items().get(key)).isNotEqualTo(item));
          assertThat(after.items()).doesNotContainKeys(difference.unset().toArray(String[]::new));
        });
  }

  public static Generator<TopicState> views() {
    Generator<Map<String, Integer>> items = maps(List.of("a", "b", "c", "d", "e"), integers(0, 2));
    return choices -> view(integers(0, 2).generate(choices), items.generate(choices));
  }

  public static TopicState view(int about, Map<String, Integer> values) {
    Map<String, JsonNode> items = new TreeMap<>();
    values.forEach((key, value) -> items.put(key, IntNode.valueOf(value)));
    return new TopicState(Json.MAPPER.createObjectNode().put("fact", about), items);
  }
}
