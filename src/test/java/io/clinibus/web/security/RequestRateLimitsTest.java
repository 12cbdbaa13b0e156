package io.clinibus.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Decision;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What rate limits cost: how often the counter of the cluster is asked. */
class RequestRateLimitsTest {

  private static final int PER_MINUTE = 1200;
  private static final int BATCH = 20;
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);
  private static final Caller VISITOR = Caller.visitor("test", "192.0.2.7", Instant.MAX);

  private final List<String> asked = new ArrayList<>();
  private final RateLimiter counter =
      (mode, limit, who) -> {
        asked.add(limit.name());
        return Future.succeededFuture(new Decision(true, limit.requests(), Duration.ofSeconds(60)));
      };
  private final RequestRateLimits limits = new RequestRateLimits(counter, NOW, PER_MINUTE);

  @Test
  void readsAskTheSharedCounterOnceABatch() {
    int requests = 10 * BATCH;
    IntStream.range(0, requests).forEach(i -> assertThat(read()).isTrue());
    assertThat(asked)
        .hasSizeBetween(requests / BATCH, requests / BATCH + 1)
        .containsOnly("requests");
  }

  @Test
  void aReadDoesNotWaitForTheSharedCounter() {
    RateLimiter silent = (mode, limit, who) -> Promise.<Decision>promise().future();
    var waiting = new RequestRateLimits(silent, NOW, PER_MINUTE);
    assertThat(waiting.refusal(VISITOR, false, MultiMap.caseInsensitiveMultiMap())).isNull();
  }

  private boolean read() {
    return limits.refusal(VISITOR, false, MultiMap.caseInsensitiveMultiMap()) == null;
  }
}
