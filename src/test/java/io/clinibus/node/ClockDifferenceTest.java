package io.clinibus.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The difference of two clocks, of which one is read between two readings of the other. */
class ClockDifferenceTest {

  private static final Instant SENT = Instant.parse("2026-11-22T08:00:00Z");
  private static final Instant RECEIVED = SENT.plusSeconds(10);

  @Test
  void aSlowAnswerIsNoDifference() {
    for (int seconds = 0; seconds <= 10; seconds++) {
      assertThat(ahead(SENT.plusSeconds(seconds))).isZero();
    }
  }

  @Test
  void aReadingBeforeTheRequestMeansThatTheNodeIsAhead() {
    assertThat(ahead(SENT.minusSeconds(3))).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aReadingAfterTheAnswerMeansThatTheNodeIsBehind() {
    assertThat(ahead(RECEIVED.plusSeconds(3))).isEqualTo(Duration.ofSeconds(-3));
  }

  private static Duration ahead(Instant database) {
    return ClockDifference.ahead(SENT, database, RECEIVED);
  }
}
