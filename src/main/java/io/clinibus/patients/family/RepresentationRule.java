package io.clinibus.patients.family;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi.FamilyRules;
import io.clinibus.patients.api.FamilyApi.Relation;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.PatientsFieldErrors;
import io.clinibus.patients.api.RepresentationsApi.RepresentationDocument;
import io.clinibus.patients.family.RepresentationStepWriter.Evidence;
import java.time.LocalDate;

/** Whom a patient may represent, and for whom the clinic confirms it first. */
final class RepresentationRule {

  /** Before an end that comes by itself, within which the two are notified. */
  static final int NOTICE_DAYS = 30;

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
    if (relation == Relation.CHILD) {
      checkMinor("/birthDate", born, today, rules);
    }
  }

  /**
   * Checks that a patient can be represented as a child.
   *
   * @param born null if it is not recorded
   * @throws Failure {@code INVALID_REQUEST} otherwise
   */
  static void checkChild(Relation relation, LocalDate born, LocalDate today, FamilyRules rules) {
    if (relation == Relation.CHILD) {
      if (born == null) {
        throw Failure.invalid(
            PatientsFieldErrors.BIRTH_DATE_UNKNOWN.at(
                "/relation", "The birth date of the child is not recorded."));
      }
      checkMinor("/relation", born, today, rules);
    }
  }

  private static void checkMinor(
      String pointer, LocalDate born, LocalDate today, FamilyRules rules) {
    if (!isBelow(rules.majorityAge(), born, today)) {
      throw Failure.invalid(
          PatientsFieldErrors.OF_AGE.at(
              pointer, "A child is below the age of majority.", rules.majorityAge()));
    }
  }

  /**
   * Checks what the front desk states of a representation.
   *
   * @param lastDay null without a limit
   * @throws Failure {@code INVALID_REQUEST} if a document of another kind is not described, or the
   *     last day is over
   */
  static void checkSeen(Evidence seen, LocalDate lastDay, LocalDate today) {
    if (seen.document() == RepresentationDocument.OTHER && seen.reference() == null) {
      throw Failure.invalid(CommonFieldErrors.REQUIRED.at("/reference", "State what it is."));
    }
    if (lastDay != null && lastDay.isBefore(today)) {
      throw Failure.invalid(
          CommonFieldErrors.IN_THE_PAST.at("/lastDay", "It is before today at the clinic."));
    }
  }

  /**
   * Checks that a patient may end that somebody represents them.
   *
   * @param born null if it is not recorded
   * @throws Failure {@code STILL_A_MINOR} below the age of majority
   */
  static void checkOfAge(LocalDate born, LocalDate today, FamilyRules rules) {
    if (born != null && isBelow(rules.majorityAge(), born, today)) {
      throw Failure.of(PatientsFailures.STILL_A_MINOR);
    }
  }

  /** The end by a last day that is notified now, if that is no earlier than the regular notice. */
  static LocalDate announced(LocalDate lastDay, LocalDate today) {
    return lastDay == null || lastDay.isAfter(today.plusDays(NOTICE_DAYS - 1))
        ? null
        : lastDay.plusDays(1);
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
