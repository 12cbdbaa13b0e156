package io.clinibus.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** While a dependency is down it is probed at intervals; other calls fail fast. */
class CircuitBreakerTest {

  @Test
  void aClosedBreakerLetsEveryCallThrough() {
    var breaker = new CircuitBreaker(Duration.ofHours(1));
    assertThat(letThrough(breaker)).isEqualTo(1_000);
    assertThat(breaker.answered()).isFalse();
  }

  @Test
  void anOpenBreakerLetsNoCallThrough() {
    var breaker = new CircuitBreaker(Duration.ofHours(1));
    assertThat(breaker.failed()).isTrue();
    assertThat(breaker.failed()).isFalse();
    assertThat(letThrough(breaker)).isZero();
  }

  @Test
  void afterThePauseOneProbeIsLetThrough() {
    Duration rest = Duration.ofMillis(300);
    var breaker = new CircuitBreaker(rest);
    long began = System.nanoTime();
    breaker.failed();
    await().pollInterval(Duration.ofMillis(1)).until(breaker::tryAcquire);
    int others = letThrough(breaker);
    long rests = Duration.ofNanos(System.nanoTime() - began).dividedBy(rest);
    assertThat(others + 1).isLessThanOrEqualTo((int) rests);
    assertThat(breaker.answered()).isTrue();
    assertThat(letThrough(breaker)).isEqualTo(1_000);
  }

  private static int letThrough(CircuitBreaker breaker) {
    return (int) IntStream.range(0, 1_000).filter(i -> breaker.tryAcquire()).count();
  }
}
