package io.clinibus.patients.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi.FamilyRules;
import io.clinibus.patients.api.FamilyApi.Relation;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.RepresentationsApi.RepresentationDocument;
import io.clinibus.patients.family.RepresentationStepWriter.Evidence;
import java.time.LocalDate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RepresentationRuleTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-30");
  private static final FamilyRules RULES = new FamilyRules(6, 16, 18, true, 20, 1);
  private static final FamilyRules TRUSTING = new FamilyRules(6, 16, 18, false, 20, 1);

  @ParameterizedTest
  @CsvSource({
    "CHILD, 2010-12-01, false",
    "CHILD, 2010-11-30, true",
    "CHILD, 2008-12-01, true",
    "PARENT, 1950-01-01, true",
    "PARTNER, 1990-01-01, true",
    "OTHER, 2020-01-01, true",
    "GUEST, , false"
  })
  void theClinicConfirmsAdultsAndOlderChildren(
      Relation relation, LocalDate born, boolean confirmed) {
    assertThat(RepresentationRule.needsConfirmation(relation, born, TODAY, RULES))
        .isEqualTo(confirmed);
  }

  @Test
  void aClinicMayTrustAdultsButChildrenOfOthersAreConfirmed() {
    assertThat(needsConfirmation(Relation.PARENT, "1950-01-01")).isFalse();
    assertThat(needsConfirmation(Relation.OTHER, "2020-01-01")).isTrue();
    assertThat(needsConfirmation(Relation.CHILD, "2009-01-01")).isTrue();
  }

  private static boolean needsConfirmation(Relation relation, String born) {
    return RepresentationRule.needsConfirmation(relation, LocalDate.parse(born), TODAY, TRUSTING);
  }

  @Test
  void aChildIsBelowTheAgeOfMajority() {
    assertThatCode(() -> check(Relation.CHILD, LocalDate.parse("2008-12-01")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(Relation.CHILD, LocalDate.parse("2008-11-30")))
        .isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @EnumSource(Relation.class)
  void onlyAGuestNeedsNoBirthDate(Relation relation) {
    if (relation == Relation.GUEST) {
      assertThatCode(() -> check(relation, null)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> check(relation, null)).isInstanceOf(Failure.class);
    }
  }

  private static void check(Relation relation, LocalDate born) {
    RepresentationRule.check(relation, born, TODAY, RULES);
  }

  @Test
  void theFrontDeskDescribesAnotherDocumentAndStatesNoDayThatIsOver() {
    var other = new Evidence(RepresentationDocument.OTHER, null);
    var described = new Evidence(RepresentationDocument.OTHER, "Letter of a notary");
    var custody = new Evidence(RepresentationDocument.CUSTODY, null);
    assertThat(wrong(() -> RepresentationRule.checkSeen(other, null, TODAY)))
        .isEqualTo("/reference required");
    assertThat(wrong(() -> RepresentationRule.checkSeen(custody, TODAY.minusDays(1), TODAY)))
        .isEqualTo("/lastDay in-the-past");
    RepresentationRule.checkSeen(described, null, TODAY);
    RepresentationRule.checkSeen(custody, TODAY, TODAY);
  }

  @Test
  void aChildWithARecordIsBelowTheAgeOfMajority() {
    assertThat(wrong(() -> RepresentationRule.checkChild(Relation.CHILD, null, TODAY, RULES)))
        .isEqualTo("/relation birth-date-unknown");
    LocalDate of18 = TODAY.minusYears(18);
    assertThat(wrong(() -> RepresentationRule.checkChild(Relation.CHILD, of18, TODAY, RULES)))
        .isEqualTo("/relation of-age");
    RepresentationRule.checkChild(Relation.CHILD, of18.plusDays(1), TODAY, RULES);
    RepresentationRule.checkChild(Relation.PARENT, null, TODAY, RULES);
  }

  @Test
  void whoIsOfAgeEndsThatSomebodyRepresentsThem() {
    LocalDate of18 = TODAY.minusYears(18);
    RepresentationRule.checkOfAge(of18, TODAY, RULES);
    RepresentationRule.checkOfAge(null, TODAY, RULES);
    assertThatThrownBy(() -> RepresentationRule.checkOfAge(of18.plusDays(1), TODAY, RULES))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.is(PatientsFailures.STILL_A_MINOR)).isTrue());
  }

  @Test
  void anEndWithinThirtyDaysIsAnnouncedWhenItIsStated() {
    assertThat(RepresentationRule.announced(TODAY.plusDays(29), TODAY))
        .isEqualTo(TODAY.plusDays(30));
    assertThat(RepresentationRule.announced(TODAY.plusDays(30), TODAY)).isNull();
    assertThat(RepresentationRule.announced(null, TODAY)).isNull();
  }

  private static String wrong(ThrowingCallable check) {
    Failure failure = catchThrowableOfType(Failure.class, check);
    return failure.errors().get(0).pointer() + " " + failure.errors().get(0).code();
  }
}
