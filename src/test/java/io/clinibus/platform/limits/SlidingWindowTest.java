package io.clinibus.platform.limits;

import static io.clinibus.testing.property.Generators.integers;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.limits.RateLimiter.Limit;
import io.clinibus.testing.property.Property;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

  private static final int WINDOW = 60_000;

  @Test
  void aRefusalStatesWhenTheNextRequestIsAllowed() {
    Property.check(
        draw -> {
          int requests = draw.from(integers(1, 1000));
          int before = draw.from(integers(0, 2000));
          int running = draw.from(integers(0, 1000));
          int elapsed = draw.from(integers(0, WINDOW - 1));
          var limit = new Limit("test", requests, Duration.ofMillis(WINDOW));
          if (SlidingWindow.fits(limit, before, running, elapsed)) {
            return;
          }
          var refusal = SlidingWindow.decision(limit, false, before, running, elapsed);
          assertThat(refusal.remaining()).isZero();
          long then = elapsed + refusal.reset().toMillis();
          assertThat(then).isLessThanOrEqualTo(2L * WINDOW + 1);
          boolean fits =
              then < WINDOW
                  ? SlidingWindow.fits(limit, before, running, then)
                  : SlidingWindow.fits(limit, running, 0, then - WINDOW);
          assertThat(fits || then >= 2L * WINDOW).isTrue();
        });
  }

  @Test
  void remainingIsTheNumberOfRequestsStillAllowed() {
    Property.check(
        draw -> {
          int requests = draw.from(integers(1, 1000));
          int before = draw.from(integers(0, 1000));
          int elapsed = draw.from(integers(0, WINDOW - 1));
          var limit = new Limit("test", requests, Duration.ofMillis(WINDOW));
          int let = 0;
          while (SlidingWindow.fits(limit, before, let, elapsed)) {
            let++;
            assertThat(let).isLessThanOrEqualTo(requests);
          }
          if (let > 0) {
            assertThat(SlidingWindow.decision(limit, true, before, let, elapsed).remaining())
                .isZero();
          }
        });
  }
}
