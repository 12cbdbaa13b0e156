package io.clinibus.records.codes;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Language;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EntriesApi.ClinicalStatus;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryCode;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.codes.CodeNames.Key;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeNamesTest {

  private static final Map<Key, Map<Language, String>> NAMES =
      Map.of(
          new Key("own", "GUT-04"),
          Map.of(
              Language.en, "Acid reflux",
              Language.de, "Sodbrennen",
              Language.es, "Reflujo ácido"),
          new Key("own", "GUT-05"),
          Map.of(Language.en, "Stomach ulcer", Language.de, "", Language.es, "Úlcera"));

  @ParameterizedTest
  @CsvSource({
    "de, own, GUT-04, Acid reflux, Sodbrennen",
    "de, own, GUT-04, '  ACID reflux ', Sodbrennen",
    "de, own, GUT-04, reflujo ÁCIDO, Sodbrennen",
    "es, own, GUT-04, Sodbrennen, Reflujo ácido",
    "en, own, GUT-04, Sodbrennen, Acid reflux",
    "de, own, GUT-04, 'Acid reflux, at night', 'Acid reflux, at night'",
    "de, own, GUT-04, '', ''",
    "de, own, GUT-05, Stomach ulcer, Stomach ulcer",
    "es, own, GUT-05, '', ''",
    "es, own, GUT-05, Stomach ulcer, Úlcera",
    "de, own, GUT-05, Acid reflux, Acid reflux",
    "de, other, GUT-04, Acid reflux, Acid reflux",
    "de, own, GUT-06, Acid reflux, Acid reflux",
    "de, , GUT-04, Acid reflux, Acid reflux",
    "de, own, , Acid reflux, Acid reflux",
    "de, own, GUT-04, ,"
  })
  void whatIsANameOfTheCodeIsShownInTheLanguageAndEverythingElseStays(
      Language language, String system, String code, String written, String shown) {
    assertThat(new CodeNames(NAMES, language).text(system, code, written)).isEqualTo(shown);
  }

  @Test
  void theWordsOfAProblemAreNamedAsWellAsItsCode() {
    var named = new CodeNames(NAMES, Language.de).shown(problem("Acid Reflux", "since his youth"));
    assertThat(named).isEqualTo(problem("Sodbrennen", "since his youth"));
    var worded = problem("Acid reflux of pregnancy", "Acid reflux");
    assertThat(new CodeNames(NAMES, Language.de).shown(worded))
        .isEqualTo(
            worded.with(
                EntryDetails.of(
                    condition("Sodbrennen", "Acid reflux of pregnancy", "Acid reflux"))));
  }

  private static Entry problem(String text, String note) {
    String display = text.equals("Sodbrennen") ? text : "Acid reflux";
    return new Entry(
        null,
        null,
        null,
        null,
        EntryDetails.of(condition(display, text, note)),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        1);
  }

  private static Condition condition(String display, String text, String note) {
    return new Condition(
        new EntryCode("own", "GUT-04", display),
        text,
        null,
        null,
        ClinicalStatus.ACTIVE,
        Certainty.CONFIRMED,
        note);
  }
}
