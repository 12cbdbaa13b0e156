package io.clinibus.privacy.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.privacy.api.ErasuresApi.ErasurePlan;
import io.clinibus.privacy.api.ErasuresApi.Obstacle;
import io.clinibus.privacy.api.ErasuresApi.Outcome;
import io.clinibus.privacy.api.ErasuresApi.PlanItem;
import io.clinibus.privacy.erasure.ErasureRules.Found;
import io.clinibus.privacy.erasure.ErasureRules.Retention;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an erasure does with each kind of record. */
class ErasureRulesTest {

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-12-05T10:00:00Z");
  private static final Instant TREATED = Instant.parse("2020-06-01T23:30:00Z");
  private static final Retention LAW = Retention.of(TREATED, 3653, "law", NOW);
  private static final Retention NONE = Retention.of(null, 3653, "law", NOW);
  private static final Found VISITS = new Found("visits", Outcome.PSEUDONYMISED, 5, 3, 0);

  @Test
  void aRecordIsRetainedUntilItsPeriodAfterTheLastTreatmentEnds() {
    assertThat(LAW.until()).isEqualTo("2030-06-02T23:30:00Z");
    assertThat(Retention.of(TREATED, 365, "law", NOW).until()).isNull();
    assertThat(Retention.of(NOW.minusSeconds(86_400), 1, "law", NOW).until()).isNull();
    assertThat(Retention.of(NOW.minusSeconds(86_399), 1, "law", NOW).until()).isNotNull();
    assertThat(NONE.until()).isNull();
  }

  @Test
  void whatIsRetainedHasADateInTheZoneOfTheClinicAndARule() {
    assertThat(plan(LAW, VISITS).items())
        .containsExactly(
            new PlanItem(
                "visits", 5, Outcome.PSEUDONYMISED, 3, LocalDate.parse("2030-06-03"), "law"));
    assertThat(plan(NONE, VISITS).items())
        .containsExactly(new PlanItem("visits", 5, Outcome.PSEUDONYMISED, 0, null, null));
  }

  @Test
  void whatIsKeptWithoutADateHasARule() {
    assertThat(plan(LAW, new Found("accesses", Outcome.KEPT, 9, 0, 0)).items())
        .containsExactly(
            new PlanItem("accesses", 9, Outcome.KEPT, 0, null, ErasureRules.ACCOUNTABILITY));
  }

  @Test
  void kindsOfWhichThereIsNothingAreLeftOut() {
    assertThat(plan(LAW, new Found("mails", Outcome.ERASED, 0, 0, 0)).items()).isEmpty();
  }

  @Test
  void openThingsAreObstacles() {
    assertThat(plan(LAW, new Found("waitlist", Outcome.ERASED, 4, 0, 2)).obstacles())
        .containsExactly(new Obstacle("waitlist", 2));
  }

  @Test
  void theVersionChangesWithWhatIsLeftAndNotWithWhatIsErasedOrAlwaysKept() {
    String version = plan(LAW, VISITS, new Found("accesses", Outcome.KEPT, 1, 0, 0)).version();
    assertThat(plan(LAW, VISITS, new Found("accesses", Outcome.KEPT, 2, 0, 0)).version())
        .isEqualTo(version);
    assertThat(plan(LAW, VISITS, new Found("mails", Outcome.ERASED, 2, 0, 0)).version())
        .isEqualTo(version);
    assertThat(
            List.of(
                plan(LAW, new Found("visits", Outcome.PSEUDONYMISED, 6, 3, 0)),
                plan(LAW, new Found("visits", Outcome.PSEUDONYMISED, 5, 4, 0)),
                plan(LAW, new Found("visits", Outcome.PSEUDONYMISED, 5, 3, 1)),
                plan(Retention.of(TREATED, 4000, "law", NOW), VISITS),
                plan(Retention.of(TREATED, 3653, "other law", NOW), VISITS),
                plan(NONE, VISITS)))
        .extracting(ErasurePlan::version)
        .doesNotContain(version)
        .doesNotHaveDuplicates();
  }

  private static ErasurePlan plan(Retention retention, Found... found) {
    return ErasureRules.plan(List.of(found), retention, ZONE);
  }
}
