package io.clinibus.scheduling.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.queue.WaitEstimate.Pace;
import io.clinibus.scheduling.queue.WaitEstimate.Range;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long patients are expected to wait. */
class WaitEstimateTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
  private static final Pace PACE = new Pace(Duration.ofMinutes(20), Duration.ofMinutes(30));

  @Test
  void eachPatientWaitsForThoseInFront() {
    var estimate = new WaitEstimate(PACE, null, NOW);
    assertThat(estimate.next(NOW)).isEqualTo(new Range(0, 0));
    assertThat(estimate.next(NOW)).isEqualTo(new Range(20, 30));
    assertThat(estimate.next(NOW)).isEqualTo(new Range(40, 60));
  }

  @Test
  void theVisitThatIsGoingOnCountsWithWhatIsLeftOfIt() {
    var estimate = new WaitEstimate(PACE, NOW.minusSeconds(15 * 60), NOW);
    assertThat(estimate.next(NOW)).isEqualTo(new Range(5, 15));
    var overtime = new WaitEstimate(PACE, NOW.minusSeconds(90 * 60), NOW);
    assertThat(overtime.next(NOW)).isEqualTo(new Range(0, 0));
  }

  @Test
  void nobodyIsExpectedBeforeTheirTime() {
    var estimate = new WaitEstimate(PACE, null, NOW);
    assertThat(estimate.next(NOW.plusSeconds(25 * 60))).isEqualTo(new Range(25, 25));
    assertThat(estimate.next(NOW)).isEqualTo(new Range(45, 55));
  }

  @Test
  void minutesAreRoundedUpToFive() {
    var estimate = new WaitEstimate(PACE, NOW.minusSeconds(18 * 60 + 59), NOW);
    assertThat(estimate.next(NOW)).isEqualTo(new Range(5, 15));
  }

  @Test
  void fewVisitsAreReplacedByThePlannedLength() {
    Duration hour = Duration.ofHours(1);
    assertThat(Pace.of(2, hour, hour, Duration.ofMinutes(20)))
        .isEqualTo(new Pace(Duration.ofMinutes(20), Duration.ofMinutes(30)));
    assertThat(Pace.of(3, hour, hour, Duration.ofMinutes(20))).isEqualTo(new Pace(hour, hour));
  }
}
