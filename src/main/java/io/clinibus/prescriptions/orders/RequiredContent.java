package io.clinibus.prescriptions.orders;

import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.prescriptions.api.PrescriptionsFailures;
import io.clinibus.prescriptions.api.PrescriptionsFieldErrors;
import java.util.List;
import java.util.Map;

/**
 * What a prescription states by Implementing Directive 2012/52/EU: who the patient and the
 * prescriber are and how the prescriber is reached. {@code prescriptions.missing_content} finds
 * what is missing; product, form, strength, quantity and regimen are required of each draft.
 */
final class RequiredContent {

  private static final Map<String, String> SENTENCES =
      Map.of(
          "patient-given-name", "The patient's first names are not recorded.",
          "patient-family-name", "The patient's surname is not recorded.",
          "patient-birth-date", "The patient's date of birth is not recorded.",
          "doctor-given-name", "The doctor's first names are not recorded.",
          "doctor-family-name", "The doctor's surname is not recorded.",
          "doctor-qualification", "The doctor's qualification is not recorded.",
          "doctor-email", "The doctor's e-mail address is not recorded.",
          "doctor-phone", "Neither the doctor's nor the clinic's telephone number is recorded.",
          "clinic-name", "The clinic's name is not recorded.",
          "clinic-address", "The clinic's address is not recorded.");

  private RequiredContent() {}

  /**
   * @throws Failure {@code PRESCRIPTION_INCOMPLETE} naming each missing part
   */
  static void check(List<String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    List<FieldError> errors = missing.stream().map(RequiredContent::error).toList();
    throw new Failure(
        PrescriptionsFailures.PRESCRIPTION_INCOMPLETE,
        PrescriptionsFailures.PRESCRIPTION_INCOMPLETE.title(),
        errors,
        Map.of());
  }

  private static FieldError error(String what) {
    return PrescriptionsFieldErrors.MISSING_ON_PRESCRIPTION.at(
        "/" + what, SENTENCES.get(what), what);
  }
}
