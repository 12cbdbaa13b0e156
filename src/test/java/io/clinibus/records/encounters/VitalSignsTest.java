package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncounterNotes.VitalSign.DIASTOLIC;
import static io.clinibus.records.api.EncounterNotes.VitalSign.GLUCOSE;
import static io.clinibus.records.api.EncounterNotes.VitalSign.HEIGHT;
import static io.clinibus.records.api.EncounterNotes.VitalSign.SYSTOLIC;
import static io.clinibus.records.api.EncounterNotes.VitalSign.TEMPERATURE;
import static io.clinibus.records.api.EncounterNotes.VitalSign.WEIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clinibus.bus.failure.FieldError;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import io.clinibus.records.api.EncountersApi.VitalSignRule;
import io.clinibus.records.api.EncountersApi.VitalSignUnit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Units, bounds and the body-mass index. */
class VitalSignsTest {

  @Test
  void everySignHasARuleWhoseUsualValuesCanBe() {
    assertThat(VitalSignRules.ALL)
        .extracting(VitalSignRule::kind)
        .containsExactlyInAnyOrder(VitalSign.values());
    for (VitalSignRule rule : VitalSignRules.ALL) {
      assertThat(rule.units()).as(rule.kind().name()).isNotEmpty();
      for (VitalSignUnit unit : rule.units()) {
        assertThat(unit.min()).isPositive().isLessThan(unit.max());
        if (unit.usualMin() != null) {
          assertThat(unit.usualMin()).isBetween(unit.min(), unit.max());
          assertThat(unit.usualMax()).isBetween(unit.usualMin(), unit.max());
        }
      }
    }
  }

  @Test
  void bothEndsOfTheBoundsCanBeAndNothingBeyond() {
    for (VitalSignRule rule : VitalSignRules.ALL) {
      for (VitalSignUnit unit : rule.units()) {
        for (double value : new double[] {unit.min(), unit.max()}) {
          assertThat(check(new Measurement(rule.kind(), value, unit.unit()))).isEmpty();
        }
        for (double value : new double[] {unit.min() - 0.01, unit.max() + 0.01}) {
          assertThat(check(new Measurement(rule.kind(), value, unit.unit())))
              .as(rule.kind() + " " + value)
              .extracting(FieldError::code, FieldError::pointer)
              .containsExactly(tuple("implausible", "/measurements/0/value"));
        }
      }
    }
  }

  @Test
  void aUnitOfAnotherSignIsRefused() {
    assertThat(check(new Measurement(TEMPERATURE, 98.6, "kg")))
        .extracting(FieldError::code, FieldError::pointer)
        .containsExactly(tuple("not-allowed", "/measurements/0/unit"));
    assertThat(check(new Measurement(GLUCOSE, 5.4, "mmol/L"))).isEmpty();
    assertThat(check(new Measurement(GLUCOSE, 5.4, "mg/dL"))).hasSize(1);
  }

  @Test
  void aSignIsMeasuredOnce() {
    var weight = new Measurement(WEIGHT, 70, "kg");
    assertThat(check(weight, weight))
        .extracting(FieldError::code, FieldError::pointer)
        .containsExactly(tuple("duplicate", "/measurements/1/kind"));
  }

  @Test
  void diastolicPressureIsBelowSystolic() {
    assertThat(
            check(
                new Measurement(SYSTOLIC, 120, "mm[Hg]"), new Measurement(DIASTOLIC, 80, "mm[Hg]")))
        .isEmpty();
    List<FieldError> swapped =
        check(new Measurement(DIASTOLIC, 120, "mm[Hg]"), new Measurement(SYSTOLIC, 80, "mm[Hg]"));
    assertThat(swapped).extracting(FieldError::pointer).containsExactly("/measurements/0/value");
    assertThat(swapped.get(0).params()).containsEntry("max", 79.0);
  }

  @Test
  void theBodyMassIndexIsOfWeightAndHeight() {
    assertThat(index(new Measurement(WEIGHT, 70, "kg"), new Measurement(HEIGHT, 175, "cm")))
        .isEqualTo(22.9);
    assertThat(index(new Measurement(WEIGHT, 3.4, "kg"), new Measurement(HEIGHT, 50, "cm")))
        .isEqualTo(13.6);
    assertThat(index(new Measurement(WEIGHT, 70, "kg"))).isNull();
    assertThat(index(new Measurement(HEIGHT, 175, "cm"))).isNull();
    assertThat(index(new Measurement(WEIGHT, 70, "kg"), new Measurement(HEIGHT, 0, "cm"))).isNull();
  }

  private static List<FieldError> check(Measurement... measurements) {
    return VitalSignRules.check(Arrays.asList(measurements));
  }

  private static Double index(Measurement... measurements) {
    return VitalSignRules.bodyMassIndex(Arrays.asList(measurements));
  }
}
