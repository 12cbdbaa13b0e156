package io.clinibus.prescriptions.orders;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescribedMedication;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionDetails;
import io.clinibus.prescriptions.api.PrescriptionsFieldErrors;
import io.clinibus.prescriptions.dosage.DosageQuantity;
import io.clinibus.prescriptions.dosage.DosageRules;
import java.math.BigDecimal;
import java.time.LocalDate;

/** Makes the content of a draft from what the doctor has entered. */
final class PrescriptionDrafts {

  private static final int VALID_DAYS = 90;
  private static final int VALID_DAYS_WITH_REPEATS = 365;

  private PrescriptionDrafts() {}

  /**
   * @param medication the one that the details name
   * @throws Failure {@code INVALID_REQUEST} naming what is wrong
   */
  static PrescriptionContent content(PrescriptionDetails details, Medication medication) {
    if (!medication.active()) {
      throw Failure.invalid(
          PrescriptionsFieldErrors.MEDICATION_INACTIVE.at(
              "/medicationId", "is not prescribed any more"));
    }
    if (details.dosage().unit() != medication.unit()) {
      throw Failure.invalid(
          PrescriptionsFieldErrors.UNIT_OF_ANOTHER_MEDICATION.at(
              "/dosage/unit", "is not the unit of this medication", medication.unit().name()));
    }
    DosageRules.check(details.dosage(), "/dosage");
    return new PrescriptionContent(
        new PrescribedMedication(
            medication.id(),
            medication.name(),
            medication.substances(),
            medication.strength(),
            medication.form()),
        details.dosage(),
        quantity(details),
        details.reason().strip(),
        details.substitution(),
        details.substitutionNote().strip());
  }

  private static BigDecimal quantity(PrescriptionDetails details) {
    return details.quantity() != null
        ? details.quantity()
        : DosageQuantity.of(details.dosage())
            .orElseThrow(
                () ->
                    Failure.invalid(
                        PrescriptionsFieldErrors.QUANTITY_UNKNOWN.at(
                            "/quantity", "State it, or for how many days it is taken.")));
  }

  /**
   * @throws Failure {@code INVALID_REQUEST} for a day before today, or more than a year away
   */
  static LocalDate validUntil(LocalDate wanted, int repeats, LocalDate today) {
    if (wanted == null) {
      return today.plusDays(repeats > 0 ? VALID_DAYS_WITH_REPEATS : VALID_DAYS);
    }
    if (wanted.isBefore(today)) {
      throw Failure.invalid(CommonFieldErrors.IN_THE_PAST.at("/validUntil", "is over already"));
    }
    if (wanted.isAfter(today.plusDays(VALID_DAYS_WITH_REPEATS))) {
      throw Failure.invalid(
          CommonFieldErrors.PERIOD_TOO_LONG.at(
              "/validUntil", "is too far away", VALID_DAYS_WITH_REPEATS));
    }
    return wanted;
  }
}
