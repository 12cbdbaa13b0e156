package io.clinibus.scheduling.stored;

import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import java.util.List;

/** What a patient wrote about a visit. It does not change while the visit exists. */
public record VisitText(String reason, List<AnsweredQuestion> answers) {

  static final VisitText NONE = new VisitText("", List.of());

  @Override
  public String toString() {
    return "VisitText[…]";
  }
}
