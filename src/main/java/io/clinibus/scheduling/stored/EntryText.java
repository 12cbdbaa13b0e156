package io.clinibus.scheduling.stored;

import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import java.util.List;

/** Why a patient waits, and the answers to the questions of the type of visit. */
public record EntryText(String reason, List<AnsweredQuestion> answers) {

  static final EntryText NONE = new EntryText("", List.of());

  @Override
  public String toString() {
    return "EntryText[…]";
  }
}
