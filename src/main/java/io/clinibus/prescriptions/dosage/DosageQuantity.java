package io.clinibus.prescriptions.dosage;

import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** How much of a medication a dosage needs. */
public final class DosageQuantity {

  private DosageQuantity() {}

  /**
   * The quantity for the whole duration, in the dosage's unit; what comes in pieces is rounded up.
   * Of what is taken as needed, the most that may be taken.
   *
   * @return empty without a duration
   */
  public static Optional<BigDecimal> of(Dosage dosage) {
    if (dosage.durationDays() == null) {
      return Optional.empty();
    }
    long doses = doses(dosage.schedule(), dosage.durationDays());
    BigDecimal exact = dosage.dose().multiply(BigDecimal.valueOf(doses));
    BigDecimal needed =
        DosageTerms.isCounted(dosage.unit()) ? exact.setScale(0, RoundingMode.CEILING) : exact;
    return Optional.of(DosageTerms.plain(needed));
  }

  private static long doses(Schedule schedule, long days) {
    return switch (schedule.kind()) {
      case TIMES_A_DAY -> schedule.timesADay() * days;
      case AT_TIMES -> schedule.times().size() * days;
      case EVERY_DAYS -> (days - 1) / schedule.everyDays() + 1;
      case AS_NEEDED -> schedule.maximumADay() * days;
    };
  }
}
