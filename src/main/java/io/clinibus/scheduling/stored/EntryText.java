package io.clinibus.scheduling.stored;

import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import java.util.List;

/** Why a patient waits, and the answers to the questions of the type of visit. */
public record EntryText(String reason, List<AnsweredQuestion> answers) {

  static final EntryText NONE = new EntryText("", List.of());

  /** Former releases sealed no answers. */
  public EntryText {
    answers = answers == null ? List.of() : List.copyOf(answers);
  }

  @Override
  public String toString() {
    return "EntryText[…]";
  }
}
