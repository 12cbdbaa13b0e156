package io.clinibus.scheduling.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import java.util.List;

/** Answers as they are stored in clear. */
public final class AnswersJson {

  private AnswersJson() {}

  public static String of(List<AnsweredQuestion> answers) {
    try {
      return Json.MAPPER.writeValueAsString(answers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("answers cannot be written", e);
    }
  }
}
