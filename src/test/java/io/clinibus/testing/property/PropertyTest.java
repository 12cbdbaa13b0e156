package io.clinibus.testing.property;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.letters;
import static io.clinibus.testing.property.Generators.lists;
import static io.clinibus.testing.property.Generators.maps;
import static io.clinibus.testing.property.Generators.of;
import static io.clinibus.testing.property.Generators.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PropertyTest {

  private static final long SEED = 4711;

  @Test
  void aPropertyThatHoldsIsTriedTheStatedNumberOfTimes() {
    var tries = new AtomicInteger();
    Property.check(37, draw -> tries.incrementAndGet());
    assertThat(tries).hasValue(37);
  }

  @Test
  void aNumberIsShrunkToTheSmallestFailingOne() {
    assertThat(minimal(draw -> assertThat(draw.from(integers(-5, 100_000))).isLessThan(777)))
        .contains("minimal example: [777]");
    assertThat(minimal(draw -> assertThat(draw.from(integers(-9000, 9))).isGreaterThan(-42)))
        .contains("minimal example: [-42]");
    assertThat(minimal(draw -> assertThat(draw.from(integers(17, 90))).isLessThan(0)))
        .contains("minimal example: [17]");
  }

  @Test
  void aListIsShrunkToTheElementsThatFail() {
    Generator<List<Integer>> numbers = lists(integers(0, 1000), 0, 60);
    assertThat(
            minimal(
                draw ->
                    assertThat(draw.from(numbers).stream().filter(n -> n >= 500).count())
                        .isLessThan(3)))
        .contains("minimal example: [[500, 500, 500]]");
    assertThat(
            minimal(
                draw ->
                    assertThat(draw.from(lists(numbers, 1, 20)))
                        .noneMatch(list -> list.contains(7))))
        .contains("minimal example: [[[7]]]");
  }

  @Test
  void valuesThatDependOnEachOtherAreShrunkTogether() {
    assertThat(
            minimal(
                draw -> {
                  int from = draw.from(integers(0, 100));
                  int to = draw.from(integers(from, 200));
                  assertThat(to - from).isLessThan(10);
                }))
        .contains("minimal example: [0, 10]");
    assertThat(minimal(draw -> assertThat(draw.from(letters(0, 30))).doesNotContain("B")))
        .contains("minimal example: [B]");
  }

  @Test
  void anyExceptionIsReportedAsTheCause() {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class,
            () ->
                Property.check(
                    draw -> {
                      throw new java.io.IOException("broken");
                    }));
    assertThat(failure).hasMessageContaining("broken").hasRootCauseMessage("broken");
  }

  @Test
  void theSeedOfAFailureReproducesItFirst() {
    Property.Body body = draw -> assertThat(draw.from(integers(0, 1000))).isLessThan(900);
    String message = message(SEED, body);
    String seed = message.replaceAll("(?s).*-D" + Property.SEED + "=(-?\\d+)\\).*", "$1");
    assertThat(message(Long.parseLong(seed), body)).contains("at try 1 of 1000");
  }

  @Test
  void theSameSeedGivesTheSameValues() {
    assertThat(values(SEED)).isEqualTo(values(SEED)).isNotEqualTo(values(SEED + 1));
  }

  @Test
  void allValuesOfARangeAreGenerated() {
    var numbers = new TreeSet<Integer>();
    var sizes = new TreeSet<Integer>();
    var bounds = new TreeSet<Integer>();
    var keys = new TreeSet<Integer>();
    Property.check(
        draw -> {
          numbers.add(draw.from(integers(-3, 3)));
          sizes.add(draw.from(strings(2, 5)).length());
          bounds.add(draw.from(integers(Integer.MIN_VALUE + 1, Integer.MAX_VALUE)));
          keys.add(draw.from(maps(List.of(1, 2, 3), of("a"))).size());
        });
    assertThat(numbers).containsExactly(-3, -2, -1, 0, 1, 2, 3);
    assertThat(sizes).containsExactly(2, 3, 4, 5);
    assertThat(bounds).contains(Integer.MIN_VALUE + 1, 0, Integer.MAX_VALUE);
    assertThat(keys).containsExactly(0, 1, 2, 3);
  }

  private static String minimal(Property.Body body) {
    return message(SEED, body);
  }

  private static String message(long seed, Property.Body body) {
    AssertionError failure =
        catchThrowableOfType(
            AssertionError.class, () -> Property.check(Property.TRIES, seed, body));
    return failure == null ? "" : failure.getMessage();
  }

  private static List<Object> values(long seed) {
    List<Object> values = new ArrayList<>();
    Property.check(5, seed, draw -> values.add(draw.from(lists(strings(0, 9), 0, 9))));
    return values;
  }
}
