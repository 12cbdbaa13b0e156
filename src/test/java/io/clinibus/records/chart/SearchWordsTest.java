package io.clinibus.records.chart;

import static io.clinibus.testing.property.Generators.integers;
import static io.clinibus.testing.property.Generators.letters;
import static io.clinibus.testing.property.Generators.lists;
import static io.clinibus.testing.property.Generators.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.property.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchWordsTest {

  @Test
  void wordsAreFoundWhateverTheirCaseAndAccents() {
    assertThat(new SearchWords("hutte").excerpt("In der Hütte gestürzt"))
        .contains("In der Hütte gestürzt");
    assertThat(new SearchWords("GESTÜRZT hütte").excerpt("In der Hu\u0308tte gestu\u0308rzt"))
        .isPresent();
    assertThat(new SearchWords("ütte").excerpt("In der Hütte")).isEmpty();
    assertThat(new SearchWords("Hütte Berg").excerpt("In der Hütte")).isEmpty();
    assertThat(new SearchWords("?!").excerpt("In der Hütte")).isEmpty();
  }

  @Test
  void everyWordOfATextIsFoundByItsBeginning() {
    Property.check(
        draw -> {
          List<String> words = draw.from(lists(letters(1, 8), 1, 12));
          String word = words.get(draw.from(integers(0, words.size() - 1)));
          String beginning = word.substring(0, draw.from(integers(1, word.length())));
          assertThat(new SearchWords(beginning).excerpt(String.join(", ", words))).isPresent();
        });
  }

  @Test
  void anyTextCanBeLookedThrough() {
    Property.check(
        draw -> {
          String text = draw.from(strings(0, 200));
          new SearchWords(draw.from(strings(0, 20))).excerpt(text);
        });
  }

  @Test
  void anExcerptIsShort() {
    String text = "x ".repeat(500) + "needle" + " y".repeat(500);
    String excerpt = new SearchWords("needle").excerpt(text).orElseThrow();
    assertThat(excerpt).contains("needle").startsWith("…").endsWith("…");
    assertThat(excerpt.length()).isLessThan(130);
  }
}
