package io.clinibus.platform.limits;

import io.vertx.core.Future;
import java.time.Duration;

/** Counts what someone does and says when it is enough, for the whole cluster. */
public interface RateLimiter {

  /**
   * @param name names the limit in keys and response headers
   * @param requests how many are allowed
   * @param window in this much time
   */
  record Limit(String name, int requests, Duration window) {}

  /**
   * @param allowed whether this one may go ahead
   * @param remaining how many more may follow in the window
   * @param reset when the window is over
   */
  record Decision(boolean allowed, int remaining, Duration reset) {}

  /**
   * Counts one.
   *
   * @param who whose count it is; must not hold personal data in the clear
   * @return never fails: while Redis is away each node counts on its own
   */
  Future<Decision> take(Limit limit, String who);
}
