package io.clinibus.prescriptions.dosage;

import static io.clinibus.prescriptions.api.DosageApi.Route.INHALED;
import static io.clinibus.prescriptions.api.DosageApi.Route.INTRAMUSCULAR;
import static io.clinibus.prescriptions.api.DosageApi.Route.IN_EYE;
import static io.clinibus.prescriptions.api.DosageApi.Route.NASAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.ON_SKIN;
import static io.clinibus.prescriptions.api.DosageApi.Route.ORAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.RECTAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.SUBCUTANEOUS;
import static io.clinibus.prescriptions.api.DosageApi.Route.SUBLINGUAL;
import static io.clinibus.prescriptions.api.DosageApi.Route.TRANSDERMAL;
import static io.clinibus.prescriptions.dosage.DosageSamples.dosage;
import static io.clinibus.prescriptions.dosage.DosageSamples.tablets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationForm;
import io.clinibus.testing.property.Property;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DosageSentenceTest {

  static Stream<Arguments> examples() {
    return Stream.of(
        arguments(
            tablets("1", Schedule.timesADay(3), 7),
            "Take 1 tablet three times a day for 7 days.",
            "Nehmen Sie 7 Tage lang dreimal täglich 1 Tablette ein.",
            "Tome 1 comprimido tres veces al día durante 7 días."),
        arguments(
            tablets("2", Schedule.timesADay(1), 1),
            "Take 2 tablets once a day for 1 day.",
            "Nehmen Sie 1 Tag lang einmal täglich 2 Tabletten ein.",
            "Tome 2 comprimidos una vez al día durante 1 día."),
        arguments(
            tablets("0.5", Schedule.timesADay(2), null),
            "Take ½ tablet twice a day.",
            "Nehmen Sie zweimal täglich ½ Tablette ein.",
            "Tome ½ comprimido dos veces al día."),
        arguments(
            tablets("1.5", Schedule.at("NIGHT", "MORNING"), 14),
            "Take 1½ tablets in the morning and at bedtime for 2 weeks.",
            "Nehmen Sie 2 Wochen lang morgens und zur Nacht jeweils 1½ Tabletten ein.",
            "Tome 1½ comprimidos por la mañana y al acostarse durante 2 semanas."),
        arguments(
            tablets("1", Schedule.at("MORNING"), null),
            "Take 1 tablet in the morning.",
            "Nehmen Sie morgens 1 Tablette ein.",
            "Tome 1 comprimido por la mañana."),
        arguments(
            tablets("1", Schedule.at("20:00", "08:00", "14:30"), null),
            "Take 1 tablet at 8:00, 14:30 and 20:00.",
            "Nehmen Sie um 8:00, 14:30 und 20:00 Uhr jeweils 1 Tablette ein.",
            "Tome 1 comprimido a las 8:00, a las 14:30 y a las 20:00."),
        arguments(
            tablets("1", Schedule.at("NOON", "01:30", "EVENING"), null),
            "Take 1 tablet at 1:30, at noon and in the evening.",
            "Nehmen Sie um 1:30 Uhr, mittags und abends jeweils 1 Tablette ein.",
            "Tome 1 comprimido a la 1:30, al mediodía y por la noche."),
        arguments(
            tablets("1", Schedule.everyDays(2), null),
            "Take 1 tablet every other day.",
            "Nehmen Sie jeden zweiten Tag 1 Tablette ein.",
            "Tome 1 comprimido cada dos días."),
        arguments(
            tablets("1", Schedule.everyDays(7), 84),
            "Take 1 tablet once a week for 12 weeks.",
            "Nehmen Sie 12 Wochen lang einmal pro Woche 1 Tablette ein.",
            "Tome 1 comprimido una vez a la semana durante 12 semanas."),
        arguments(
            tablets("1", Schedule.everyDays(28), null),
            "Take 1 tablet every 4 weeks.",
            "Nehmen Sie alle 4 Wochen 1 Tablette ein.",
            "Tome 1 comprimido cada 4 semanas."),
        arguments(
            tablets("2", Schedule.asNeeded(4), 3),
            "Take 2 tablets when needed, at most four times a day, for 3 days.",
            "Nehmen Sie 3 Tage lang bei Bedarf höchstens viermal täglich 2 Tabletten ein.",
            "Tome 2 comprimidos si lo necesita, como máximo cuatro veces al día, durante 3 días."),
        arguments(
            tablets("1", Schedule.timesADay(16), null),
            "Take 1 tablet 16 times a day.",
            "Nehmen Sie 16-mal täglich 1 Tablette ein.",
            "Tome 1 comprimido 16 veces al día."),
        arguments(
            dosage("2.50", DoseUnit.MILLILITRE, Schedule.timesADay(4), ORAL, 5, null),
            "Take 2.5 ml four times a day for 5 days.",
            "Nehmen Sie 5 Tage lang viermal täglich 2,5 ml ein.",
            "Tome 2,5 ml cuatro veces al día durante 5 días."),
        arguments(
            dosage("2", DoseUnit.PUFF, Schedule.asNeeded(1), INHALED, null, null),
            "Inhale 2 puffs when needed, at most once a day.",
            "Inhalieren Sie bei Bedarf höchstens einmal täglich 2 Hübe.",
            "Inhale 2 pulsaciones si lo necesita, como máximo una vez al día."),
        arguments(
            dosage("1", DoseUnit.DROP, Schedule.timesADay(5), IN_EYE, 7, null),
            "Put 1 drop into the eye five times a day for 7 days.",
            "Geben Sie 7 Tage lang fünfmal täglich 1 Tropfen in das Auge.",
            "Aplique 1 gota en el ojo cinco veces al día durante 7 días."),
        arguments(
            dosage("1", DoseUnit.SPRAY, Schedule.timesADay(2), NASAL, null, null),
            "Use 1 spray in the nose twice a day.",
            "Geben Sie zweimal täglich 1 Sprühstoß in die Nase.",
            "Aplique 1 pulverización en la nariz dos veces al día."),
        arguments(
            dosage("1", DoseUnit.APPLICATION, Schedule.timesADay(2), ON_SKIN, 10, null),
            "Apply to the skin twice a day for 10 days.",
            "Tragen Sie 10 Tage lang zweimal täglich das Mittel auf die Haut auf.",
            "Aplique el producto sobre la piel dos veces al día durante 10 días."),
        arguments(
            dosage("1", DoseUnit.PATCH, Schedule.everyDays(3), TRANSDERMAL, null, null),
            "Stick 1 patch on the skin every 3 days.",
            "Kleben Sie alle 3 Tage 1 Pflaster auf die Haut.",
            "Pegue 1 parche sobre la piel cada 3 días."),
        arguments(
            dosage("1", DoseUnit.SUPPOSITORY, Schedule.at("NIGHT"), RECTAL, null, null),
            "Insert 1 suppository into the rectum at bedtime.",
            "Führen Sie zur Nacht 1 Zäpfchen in den After ein.",
            "Introduzca 1 supositorio en el recto al acostarse."),
        arguments(
            dosage(
                "12", DoseUnit.INTERNATIONAL_UNIT, Schedule.at("EVENING"), SUBCUTANEOUS, null, ""),
            "Inject 12 units under the skin in the evening.",
            "Spritzen Sie abends 12 Einheiten unter die Haut.",
            "Inyecte 12 unidades bajo la piel por la noche."),
        arguments(
            dosage("1", DoseUnit.AMPOULE, Schedule.everyDays(90), INTRAMUSCULAR, null, null),
            "Inject 1 ampoule into the muscle every 90 days.",
            "Spritzen Sie alle 90 Tage 1 Ampulle in den Muskel.",
            "Inyecte 1 ampolla en el músculo cada 90 días."),
        arguments(
            dosage(
                "1", DoseUnit.SPRAY, Schedule.asNeeded(3), SUBLINGUAL, null, " Sit down\nfirst! "),
            "Put 1 spray under the tongue when needed, at most three times a day: Sit down first!",
            "Geben Sie bei Bedarf höchstens dreimal täglich 1 Sprühstoß unter die Zunge: Sit down"
                + " first!",
            "Ponga 1 pulverización debajo de la lengua si lo necesita, como máximo tres veces al"
                + " día: Sit down first!"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void itReadsNaturally(Dosage dosage, String english, String german, String spanish) {
    assertThat(DosageSentence.of(dosage, Language.en)).isEqualTo(english);
    assertThat(DosageSentence.of(dosage, Language.de)).isEqualTo(german);
    assertThat(DosageSentence.of(dosage, Language.es)).isEqualTo(spanish);
  }

  @Test
  void oneSentenceWithoutGapsInEveryLanguage() {
    Property.check(
        draw -> {
          Dosage dosage = DosageSamples.any(draw);
          for (Language language : Language.values()) {
            String sentence = DosageSentence.of(dosage, language);
            assertThat(sentence)
                .matches("\\p{Lu}[^\\n]*\\.")
                .doesNotContain("null", "  ", " .", " ,", "_")
                .contains(amountOf(dosage, language))
                .contains(durationOf(dosage, language));
          }
        });
  }

  private static String amountOf(Dosage dosage, Language language) {
    String amount = DosageTerms.of(language).amount(dosage.dose(), dosage.unit());
    return amount.startsWith("1 ") && dosage.unit() == DoseUnit.APPLICATION ? "" : amount;
  }

  /** Weeks count as seven days. */
  private static String durationOf(Dosage dosage, Language language) {
    int days = dosage.durationDays();
    boolean inWeeks = days > 7 && days % 7 == 0;
    int number = inWeeks ? days / 7 : days;
    return switch (language) {
      case en -> "for " + number + (inWeeks ? " weeks" : days == 1 ? " day" : " days");
      case de -> number + (inWeeks ? " Wochen lang" : days == 1 ? " Tag lang" : " Tage lang");
      case es -> "durante " + number + (inWeeks ? " semanas" : days == 1 ? " día" : " días");
    };
  }

  @Test
  void differentSchedulesGiveDifferentSentences() {
    for (Language language : Language.values()) {
      Set<String> sentences = new HashSet<>();
      for (int n = 1; n <= 24; n++) {
        sentences.add(DosageSentence.of(tablets("1", Schedule.timesADay(n), null), language));
        sentences.add(DosageSentence.of(tablets("1", Schedule.asNeeded(n), null), language));
        sentences.add(DosageSentence.of(tablets("1", Schedule.everyDays(n + 1), null), language));
        sentences.add(DosageSentence.of(tablets("1", Schedule.timesADay(1), n), language));
        sentences.add(DosageSentence.of(tablets(n + ".5", Schedule.timesADay(1), null), language));
      }
      assertThat(sentences).hasSize(24 * 5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFormHasAName(MedicationForm form) {
    for (Language language : Language.values()) {
      assertThat(DosageTerms.of(language).form(form)).isNotBlank();
    }
  }
}
