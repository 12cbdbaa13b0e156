package io.clinibus.scheduling.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Answers to the questions of a type of visits. */
class AnswerRulesTest {

  private static final VisitQuestion WHY =
      new VisitQuestion(new UUID(0, 1), "Why?", QuestionKind.TEXT, true, null);
  private static final VisitQuestion BEFORE =
      new VisitQuestion(new UUID(0, 2), "Before?", QuestionKind.YES_NO, false, null);
  private static final VisitQuestion SIDE =
      new VisitQuestion(
          new UUID(0, 3), "Side?", QuestionKind.CHOICE, false, List.of("Left", "Right"));
  private static final List<VisitQuestion> ALL = List.of(WHY, BEFORE, SIDE);

  @Test
  void answersAreInTheOrderOfTheQuestions() {
    assertThat(
            AnswerRules.check(
                ALL, List.of(answer(SIDE, "Right"), answer(WHY, " It hurts. ")), true))
        .extracting(AnsweredQuestion::question, AnsweredQuestion::answer)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Why?", "It hurts."),
            org.assertj.core.groups.Tuple.tuple("Side?", "Right"));
  }

  @Test
  void onlyPatientsHaveToAnswerWhatIsRequired() {
    assertThat(refused(true, answer(BEFORE, "yes"))).containsExactly("/answers", "required");
    assertThat(AnswerRules.check(ALL, List.of(), false)).isEmpty();
  }

  @Test
  void anAnswerIsOneOfThePossibleOnes() {
    assertThat(refused(false, answer(BEFORE, "perhaps")))
        .containsExactly("/answers/0/answer", "not-allowed");
    assertThat(refused(false, answer(WHY, "x"), answer(SIDE, "Middle")))
        .containsExactly("/answers/1/answer", "not-allowed");
    assertThat(AnswerRules.check(ALL, List.of(answer(BEFORE, "no")), false)).hasSize(1);
  }

  @Test
  void aQuestionIsAnsweredOnceAndIsOneOfTheType() {
    assertThat(refused(false, answer(WHY, "a"), answer(WHY, "b")))
        .containsExactly("/answers/1/questionId", "duplicate");
    assertThat(refused(false, answer(WHY, "a"), new VisitAnswer(new UUID(0, 9), "b")))
        .containsExactly("/answers/1/questionId", "not-found");
    assertThat(
            catchThrowableOfType(
                Failure.class,
                () -> AnswerRules.check(List.of(), List.of(answer(WHY, "a")), false)))
        .isNotNull();
  }

  private static List<String> refused(boolean byPatient, VisitAnswer... answers) {
    FieldError error =
        catchThrowableOfType(
                Failure.class, () -> AnswerRules.check(ALL, List.of(answers), byPatient))
            .errors()
            .get(0);
    return List.of(error.pointer(), error.code());
  }

  private static VisitAnswer answer(VisitQuestion question, String answer) {
    return new VisitAnswer(question.id(), answer);
  }
}
