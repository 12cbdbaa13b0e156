package io.clinibus.platform.limits;

import io.vertx.core.Future;
import java.time.Duration;

/** Limits the rate of actions in the whole cluster. */
public interface RateLimiter {

  /**
   * @param name used in keys and response headers
   * @param requests allowed in a window
   * @param window the length of the window
   */
  record Limit(String name, int requests, Duration window) {}

  /**
   * @param allowed whether this action may proceed
   * @param remaining further actions allowed in the window
   * @param reset time until the window ends
   */
  record Decision(boolean allowed, int remaining, Duration reset) {}

  /**
   * Counts one action.
   *
   * @param who the key to count by; must not hold personal data in the clear
   * @return never fails: while Redis is unavailable each node counts on its own
   */
  Future<Decision> take(Limit limit, String who);
}
