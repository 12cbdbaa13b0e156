package io.clinibus.scheduling.calendar;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Checks the answers of a booking against the questions of the type of visit. */
public final class AnswerRules {

  private static final List<String> YES_OR_NO = List.of("yes", "no");

  private AnswerRules() {}

  /**
   * The answers with their questions, in the order of the questions.
   *
   * @param byPatient whether questions that are required have to be answered
   * @throws Failure {@code INVALID_REQUEST} for an answer to another question, one that is no
   *     choice, or one that is missing
   */
  public static List<AnsweredQuestion> check(
      List<VisitQuestion> questions, List<VisitAnswer> answers, boolean byPatient) {
    Map<UUID, Integer> positions = new HashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      if (positions.put(answers.get(i).questionId(), i) != null) {
        throw Failure.invalid(
            CommonFieldErrors.DUPLICATE.at(pointer(i, "questionId"), "is answered twice"));
      }
    }
    List<AnsweredQuestion> answered = new ArrayList<>();
    for (VisitQuestion question : questions) {
      Integer position = positions.remove(question.id());
      if (position != null) {
        answered.add(checked(question, answers.get(position).answer().strip(), position));
      } else if (question.required() && byPatient) {
        throw Failure.invalid(
            CommonFieldErrors.REQUIRED.at("/answers", "Please answer: " + question.question()));
      }
    }
    positions.values().stream().sorted().findFirst().ifPresent(AnswerRules::refuseUnknown);
    return List.copyOf(answered);
  }

  private static void refuseUnknown(int position) {
    throw Failure.invalid(
        CommonFieldErrors.NOT_FOUND.at(
            pointer(position, "questionId"), "There is no such question."));
  }

  private static AnsweredQuestion checked(VisitQuestion question, String answer, int position) {
    List<String> allowed =
        switch (question.kind()) {
          case TEXT -> List.of();
          case YES_NO -> YES_OR_NO;
          case CHOICE -> question.choices();
        };
    if (!allowed.isEmpty() && !allowed.contains(answer)) {
      throw Failure.invalid(
          CommonFieldErrors.NOT_ALLOWED.at(
              pointer(position, "answer"),
              "must be one of: " + String.join(", ", allowed),
              String.join(", ", allowed)));
    }
    return new AnsweredQuestion(question.id(), question.question(), question.kind(), answer);
  }

  private static String pointer(int position, String member) {
    return "/answers/" + position + "/" + member;
  }
}
