package io.clinibus.patients.family;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi.FamilyRules;
import io.clinibus.patients.api.FamilyApi.Relation;
import io.clinibus.patients.api.PatientsFieldErrors;
import java.time.LocalDate;

/** Whom a patient may represent, and for whom the clinic confirms it first. */
final class RepresentationRule {

  private RepresentationRule() {}

  /**
   * Checks the date of birth of a relative.
   *
   * @throws Failure {@code INVALID_REQUEST} if it is missing, or of a child who is of age
   */
  static void check(Relation relation, LocalDate born, LocalDate today, FamilyRules rules) {
    if (relation == Relation.GUEST) {
      return;
    }
    if (born == null) {
      throw Failure.invalid(CommonFieldErrors.REQUIRED.at("/birthDate", "State the birth date."));
    }
    if (relation == Relation.CHILD && !isBelow(rules.majorityAge(), born, today)) {
      throw Failure.invalid(
          PatientsFieldErrors.OF_AGE.at(
              "/birthDate", "A child is below the age of majority.", rules.majorityAge()));
    }
  }

  /** Whether a representation waits for the clinic's confirmation. */
  static boolean needsConfirmation(
      Relation relation, LocalDate born, LocalDate today, FamilyRules rules) {
    return switch (relation) {
      case GUEST -> false;
      case CHILD -> !isBelow(rules.childUntilAge(), born, today);
      case PARENT, PARTNER, OTHER ->
          rules.adultsNeedConfirmation() || isBelow(rules.majorityAge(), born, today);
    };
  }

  private static boolean isBelow(int age, LocalDate born, LocalDate today) {
    return born.plusYears(age).isAfter(today);
  }
}
