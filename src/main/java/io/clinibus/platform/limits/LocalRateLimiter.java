package io.clinibus.platform.limits;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.platform.limits.RateLimiter.Decision;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.clinibus.platform.limits.RateLimiter.Mode;
import java.time.Clock;
import java.time.Duration;

/** Rate limits counted on this node only: the fallback while Redis is unavailable. */
final class LocalRateLimiter {

  private static final int REMEMBERED = 100_000;
  private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

  private static final class Counter {
    private long period;
    private long before;
    private long running;
    private long refusedUntil;

    synchronized Decision decide(Mode mode, Limit limit, long now) {
      long window = limit.window().toMillis();
      long current = now / window;
      if (current != period) {
        before = current == period + 1 ? running : 0;
        running = 0;
        period = current;
      }
      boolean refused = now < refusedUntil;
      boolean allowed = !refused && SlidingWindow.fits(limit, before, running, now % window);
      running += mode.counts(allowed) ? 1 : 0;
      if (refused) {
        return new Decision(false, 0, Duration.ofMillis(refusedUntil - now));
      }
      return SlidingWindow.decision(limit, allowed, before, running, now % window);
    }

    synchronized void refuseUntil(long time) {
      refusedUntil = time;
    }
  }

  private final Cache<String, Counter> counters =
      CaffeineFactory.builder().maximumSize(REMEMBERED).expireAfterAccess(REMEMBERED_FOR).build();
  private final Clock clock;

  LocalRateLimiter(Clock clock) {
    this.clock = clock;
  }

  Decision decide(Mode mode, Limit limit, String who) {
    return counter(limit, who).decide(mode, limit, clock.millis());
  }

  /** Allows no action for a while: the cluster has counted more than this node. */
  void refuse(Limit limit, String who, Duration reset) {
    counter(limit, who).refuseUntil(clock.millis() + reset.toMillis());
  }

  private Counter counter(Limit limit, String who) {
    return counters.get(limit.name() + ':' + who, key -> new Counter());
  }
}
