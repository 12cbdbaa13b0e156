package io.clinibus.scheduling.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The app is tested with the same sentences: {@code redFlags.spec.ts}. */
class RedFlagsTest {

  record Sentences(List<String> emergencies, List<String> others) {}

  static final List<String> LANGUAGES = RedFlags.LANGUAGES;

  private static final RedFlags RED_FLAGS = RedFlags.load();

  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void everyEmergencyIsRecognized(String language) throws IOException {
    List<String> sentences = sentences(language).emergencies();
    assertThat(sentences).hasSizeGreaterThanOrEqualTo(120).doesNotHaveDuplicates();
    assertThat(sentences).filteredOn(sentence -> !RED_FLAGS.isRaisedBy(sentence)).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void ordinaryReasonsAreNoEmergency(String language) throws IOException {
    List<String> sentences = sentences(language).others();
    assertThat(sentences).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    assertThat(sentences).filteredOn(RED_FLAGS::isRaisedBy).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("LANGUAGES")
  void tablesNameTheirSourcesAndHaveManyPhrases(String language) {
    var table = RedFlags.table(language);
    assertThat(table.sources()).isNotEmpty();
    assertThat(table.signs().stream().flatMap(sign -> sign.phrases().stream()))
        .hasSizeGreaterThanOrEqualTo(60)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "'My chest feels tight when I climb stairs', chest",
    "'Brustschmertzen', chest",
    "'mi marido tiene un ictus', stroke",
    "'I do not want to live any more', self-harm",
    "'mein Baby hat Fieber', infant"
  })
  void theSignIsNamed(String text, String sign) {
    assertThat(RED_FLAGS.sign(text)).contains(sign);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no chest pain yesterday, but today",
        "No. Chest pain!",
        "no idea why my chest hurts",
        "keine Brustschmerzen mehr, aber Atemnot",
        "follow-up after a heart attack, chest pain again now"
      })
  void doubtfulNegationsAreEmergencies(String text) {
    assertThat(RED_FLAGS.isRaisedBy(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".,;", "王芳", "''"})
  void textsWithoutWordsAreNoEmergency(String text) {
    assertThat(RED_FLAGS.isRaisedBy(text)).isFalse();
  }

  private static Sentences sentences(String language) throws IOException {
    try (var resource =
        RedFlagsTest.class.getResourceAsStream("/red-flags/" + language + ".json")) {
      return JsonMapper.builder().build().readValue(resource, Sentences.class);
    }
  }
}
