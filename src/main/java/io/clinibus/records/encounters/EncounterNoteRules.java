package io.clinibus.records.encounters;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.FollowUp;
import io.clinibus.records.api.EncounterNotes.SickNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a note must be before it is signed. A draft may be anything. */
final class EncounterNoteRules {

  private EncounterNoteRules() {}

  /**
   * @throws Failure {@code INVALID_REQUEST} naming what is wrong, by pointers into the note
   */
  static void checkComplete(EncounterNote note) {
    List<FieldError> errors = new ArrayList<>(VitalSignRules.check(note.measurements()));
    if (note.saysNothing()) {
      errors.add(CommonFieldErrors.REQUIRED.at("/assessment", "The note is empty."));
    }
    for (int i = 0; i < note.diagnoses().size(); i++) {
      require(note.diagnoses().get(i).text(), "/diagnoses/" + i + "/text", errors);
    }
    for (int i = 0; i < note.orders().size(); i++) {
      require(note.orders().get(i).text(), "/orders/" + i + "/text", errors);
    }
    check(note.followUp(), errors);
    check(note.sickNote(), errors);
    if (!errors.isEmpty()) {
      throw new Failure(
          CommonFailures.INVALID_REQUEST, CommonFailures.INVALID_REQUEST.title(), errors, Map.of());
    }
  }

  private static void require(String text, String pointer, List<FieldError> errors) {
    if (text == null || text.isBlank()) {
      errors.add(CommonFieldErrors.REQUIRED.at(pointer, "Say what it is, or remove it."));
    }
  }

  private static void check(FollowUp agreed, List<FieldError> errors) {
    if (agreed == null) {
      return;
    }
    boolean after = agreed.amount() != null && agreed.unit() != null;
    if (after == (agreed.date() != null)) {
      errors.add(
          CommonFieldErrors.EXACTLY_ONE_OF.at(
              "/followUp", "State either after how long, or a day.", List.of("amount", "date")));
    }
  }

  private static void check(SickNote written, List<FieldError> errors) {
    if (written == null) {
      return;
    }
    if (written.from() == null || written.until() == null) {
      errors.add(CommonFieldErrors.REQUIRED.at("/sickNote/until", "State the first and last day."));
    } else if (written.until().isBefore(written.from())) {
      errors.add(
          CommonFieldErrors.TOO_EARLY.at("/sickNote/until", "It ends before it begins.", "from"));
    }
  }
}
