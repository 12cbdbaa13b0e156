package io.clinibus.documents.letters;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.LetterKind;
import java.util.List;

/** What a kind of letter needs, and what it must not have. */
final class LetterRules {

  private LetterRules() {}

  /**
   * @throws Failure {@code INVALID_REQUEST} naming what is missing or wrong
   */
  static void check(CreateLetter request) {
    switch (request.kind()) {
      case SICK_NOTE -> period(request);
      case REFERRAL -> {
        require(request.text(), "/text");
        require(request.recipient(), "/recipient");
      }
      case VISIT_SUMMARY -> summary(request);
      case PRESCRIPTION -> {
        require(request.prescriptionId(), "/prescriptionId");
        refuse(request.text() != null, "/text", "a prescription says what was signed");
      }
    }
    refuse(
        request.prescriptionId() != null && request.kind() != LetterKind.PRESCRIPTION,
        "/prescriptionId",
        "is for prescriptions");
    refuse(
        !request.parts().isEmpty() && request.kind() != LetterKind.VISIT_SUMMARY,
        "/parts",
        "are for summaries");
  }

  private static void period(CreateLetter request) {
    require(request.from(), "/from");
    require(request.until(), "/until");
    if (request.until().isBefore(request.from())) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_EARLY.at("/until", "is before the first day", "from"));
    }
  }

  private static void summary(CreateLetter request) {
    if (!request.parts().isEmpty()) {
      require(request.encounterId(), "/encounterId");
    } else if (request.text() == null || request.text().isBlank()) {
      throw Failure.invalid(
          CommonFieldErrors.AT_LEAST_ONE_OF.at(
              "/text", "State parts of an encounter or a text.", List.of("parts", "text")));
    }
  }

  private static void require(Object value, String pointer) {
    if (value == null || value instanceof String text && text.isBlank()) {
      throw Failure.invalid(CommonFieldErrors.REQUIRED.at(pointer, "is missing"));
    }
  }

  private static void refuse(boolean wrong, String pointer, String reason) {
    if (wrong) {
      throw Failure.invalid(CommonFieldErrors.INVALID.at(pointer, reason));
    }
  }
}
