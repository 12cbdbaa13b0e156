package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.clinibus.bus.Json;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is told of a change is the whole of it, and nothing but it. */
class ViewTest {

  @Property
  void aDifferenceMakesOneViewOfTheOther(
      @ForAll("views") View before, @ForAll("views") View after) {
    assertThat(before.with(before.to(after))).isEqualTo(after);
  }

  @Property
  void nothingIsToldThatIsNotDifferent(@ForAll("views") View before, @ForAll("views") View after) {
    View.Difference difference = before.to(after);
    assertThat(difference.isNone()).isEqualTo(before.equals(after));
    difference.set().forEach((key, item) -> assertThat(before.items().get(key)).isNotEqualTo(item));
    assertThat(after.items()).doesNotContainKeys(difference.unset().toArray(String[]::new));
  }

  @Provide
  static Arbitrary<View> views() {
    Arbitrary<Map<String, Integer>> items =
        Arbitraries.maps(
            Arbitraries.of("a", "b", "c", "d", "e"), Arbitraries.integers().between(0, 2));
    return Combinators.combine(Arbitraries.integers().between(0, 2), items).as(ViewTest::view);
  }

  static View view(int about, Map<String, Integer> values) {
    Map<String, JsonNode> items = new TreeMap<>();
    values.forEach((key, value) -> items.put(key, IntNode.valueOf(value)));
    return new View(Json.MAPPER.createObjectNode().put("fact", about), items);
  }
}
