package io.clinibus.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.RateLimiter.Limit;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SlidingWindowTest {

  private static final int WINDOW = 60_000;

  @Property
  void aRefusalSaysWhenOneMoreFits(
      @ForAll @IntRange(min = 1, max = 1000) int requests,
      @ForAll @IntRange(max = 2000) int before,
      @ForAll @IntRange(max = 1000) int running,
      @ForAll @IntRange(max = WINDOW - 1) int elapsed) {
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
  }

  @Property
  void remainingIsWhatStillFits(
      @ForAll @IntRange(min = 1, max = 1000) int requests,
      @ForAll @IntRange(max = 1000) int before,
      @ForAll @IntRange(max = WINDOW - 1) int elapsed) {
    var limit = new Limit("test", requests, Duration.ofMillis(WINDOW));
    int let = 0;
    while (SlidingWindow.fits(limit, before, let, elapsed)) {
      let++;
      assertThat(let).isLessThanOrEqualTo(requests);
    }
    if (let > 0) {
      assertThat(SlidingWindow.decision(limit, true, before, let, elapsed).remaining()).isZero();
    }
  }
}
