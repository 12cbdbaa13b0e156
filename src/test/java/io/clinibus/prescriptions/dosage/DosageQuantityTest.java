package io.clinibus.prescriptions.dosage;

import static io.clinibus.prescriptions.dosage.DosageSamples.dosage;
import static io.clinibus.prescriptions.dosage.DosageSamples.tablets;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.testing.property.Property;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class DosageQuantityTest {

  @Test
  void itIsWhatIsTakenDayByDay() {
    Property.check(
        draw -> {
          Dosage dosage = DosageSamples.any(draw);
          BigDecimal taken = takenDayByDay(dosage);
          BigDecimal quantity = DosageQuantity.of(dosage).orElseThrow();
          if (DosageTerms.isCounted(dosage.unit())) {
            assertThat(quantity).isEqualByComparingTo(taken.setScale(0, RoundingMode.UP));
          } else {
            assertThat(quantity).isEqualByComparingTo(taken);
          }
        });
  }

  /** Walks through the days as a patient does. */
  private static BigDecimal takenDayByDay(Dosage dosage) {
    Schedule schedule = dosage.schedule();
    BigDecimal taken = BigDecimal.ZERO;
    int untilNext = 0;
    for (int day = 1; day <= dosage.durationDays(); day++) {
      int doses;
      if (schedule.everyDays() == null) {
        doses =
            schedule.timesADay() != null
                ? schedule.timesADay()
                : schedule.maximumADay() != null ? schedule.maximumADay() : schedule.times().size();
      } else {
        doses = untilNext == 0 ? 1 : 0;
        untilNext = untilNext == 0 ? schedule.everyDays() - 1 : untilNext - 1;
      }
      for (int i = 0; i < doses; i++) {
        taken = taken.add(dosage.dose());
      }
    }
    return taken;
  }

  @Test
  void piecesAreRoundedUpAndMeasuresAreNot() {
    assertThat(DosageQuantity.of(tablets("0.5", Schedule.timesADay(3), 7))).hasValue(number("11"));
    assertThat(DosageQuantity.of(tablets("1", Schedule.timesADay(3), 7))).hasValue(number("21"));
    assertThat(
            DosageQuantity.of(
                dosage("2.5", DoseUnit.MILLILITRE, Schedule.timesADay(3), Route.ORAL, 7, null)))
        .hasValue(number("52.5"));
  }

  @Test
  void theFirstDayHasADoseAndTheDayAfterAnIntervalTheNext() {
    assertThat(DosageQuantity.of(tablets("1", Schedule.everyDays(7), 28))).hasValue(number("4"));
    assertThat(DosageQuantity.of(tablets("1", Schedule.everyDays(7), 29))).hasValue(number("5"));
    assertThat(DosageQuantity.of(tablets("1", Schedule.everyDays(2), 2))).hasValue(number("1"));
  }

  @Test
  void withoutADurationItIsUnknown() {
    assertThat(DosageQuantity.of(tablets("1", Schedule.timesADay(3), null))).isEmpty();
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
