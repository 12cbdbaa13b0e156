package io.clinibus.scheduling.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentThesaurusTest {

  private static final AssignmentThesaurus THESAURUS = AssignmentThesaurus.load();

  @ParameterizedTest
  @CsvSource({
    "Herzrasen, Cardiology",
    "chest pain, Cardiology",
    "'dolor de muela', Dentistry",
    "'Ich habe seit gestern Rückenschmerzen', Spine",
    "Rueckenschmerzen, Spine",
    "'My knee hurts when I climb stairs', Orthopaedics",
    "Knieschmerzen, Orthopaedics",
    "'me duele la rodilla', Orthopaedics",
    "'MIGRÄNE mit Aura', Headache medicine",
    "'some kind of headache', Headache medicine",
    "'Ausschlag am Arm', Dermatology",
    "'mole check', Dermatology",
    "'my baby has a rash', Paediatric dermatology",
    "'mi hijo tiene fiebre', Paediatrics",
    "Schwindel, Neurology",
    "'shortness of breath on stairs', Cardiology",
    "'I am pregnant', Obstetrics",
    "embarazada, Obstetrics",
    "Heuschnupfen, Allergology",
    "'fever since last night', General practice",
    "Bluthochdruck, Internal medicine",
    "'Atrial fibrillation', Electrophysiology",
    "'Follow-up after stroke', Stroke medicine",
    "'I forget names', Memory clinic",
    "Verhütung, Gynaecology",
    "Bauchschmerzen, Gastroenterology",
    "'veo borroso', Ophthalmology"
  })
  void everydayWordsAreUnderstood(String reason, String specialization) {
    assertThat(THESAURUS.ofReason(reason).names()).first().isEqualTo(specialization);
  }

  @ParameterizedTest
  @CsvSource({
    "palpatations, Cardiology",
    "Kopfschmezen, Headache medicine",
    "headahce, Headache medicine",
    "mirgaine, Headache medicine",
    "Schwindl, Neurology",
    "embarasada, Obstetrics"
  })
  void typosAreForgiven(String reason, String specialization) {
    assertThat(THESAURUS.ofReason(reason).names()).contains(specialization);
  }

  @Test
  void aKnownWordIsNotCorrectedAsATypo() {
    assertThat(THESAURUS.ofReason("my hearing").names()).containsExactly("Ear, nose and throat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!?", "xyzzy qwortz", "王芳", "a", "it is about my visit"})
  void anUnknownReasonIsAssignedToGeneralPractice(String reason) {
    var need = THESAURUS.ofReason(reason);
    assertThat(need.names()).isEmpty();
    assertThat(need.fit().get("Allgemeinmedizin")).isEqualTo(need.fit().get("General practice"));
    assertThat(need.fit()).containsKey("Internal medicine").doesNotContainKey("Cardiology");
  }

  @Test
  void relatedSpecializationsFitLess() {
    var fit = THESAURUS.ofReason("Herzrasen").fit();
    assertThat(fit.get("Kardiologie")).isEqualTo(1);
    assertThat(fit.get("Electrophysiology")).isBetween(0.5, 0.9);
    assertThat(fit.get("Internal medicine")).isLessThan(fit.get("Electrophysiology"));
    assertThat(fit).doesNotContainKey("Dermatology");
  }

  @Test
  void theLanguageIsRecognizedFromTheWords() {
    assertThat(THESAURUS.ofReason("dolor de cabeza").language()).isEqualTo("es");
    assertThat(THESAURUS.ofReason("Kopfschmerzen").language()).isEqualTo("de");
    assertThat(THESAURUS.ofReason("qqqq").language()).isNull();
  }

  @Test
  void aSpecializationHasManyNames() {
    var need = THESAURUS.ofSpecialization("KARDIOLOGIE");
    assertThat(need.names()).containsExactly("Cardiology");
    assertThat(need.fit().get("KARDIOLOGIE")).isEqualTo(1);
    assertThat(need.fit().get("Cardiology")).isEqualTo(1);
    assertThat(THESAURUS.ofSpecialization("Phlebology").names()).containsExactly("Phlebology");
  }

  @Test
  void illnessesPointToSpecializations() {
    assertThat(THESAURUS.ofConditions(List.of("Epilepsy", "Eczema")))
        .contains("Epileptology", "Dermatology", "Hautarzt")
        .doesNotContain("Cardiology", "General practice");
    assertThat(THESAURUS.ofConditions(List.of())).isEmpty();
  }

  @Test
  void thereAreManySpecializations() {
    assertThat(THESAURUS.specializations()).hasSizeGreaterThan(35);
  }
}
