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

  /** What is done with an action. */
  enum Mode {
    /** Counts it if it is allowed. */
    TAKE,
    /** Counts nothing. */
    PEEK,
    /** Counts it in any case: what has happened already. */
    COUNT;

    boolean counts(boolean allowed) {
      return this == COUNT || this == TAKE && allowed;
    }
  }

  /**
   * Decides on one action.
   *
   * @param who the key to count by; must not hold personal data in the clear
   * @return never fails: while Redis is unavailable each node counts on its own
   */
  Future<Decision> decide(Mode mode, Limit limit, String who);

  /** Counts one action if it is allowed. */
  default Future<Decision> take(Limit limit, String who) {
    return decide(Mode.TAKE, limit, who);
  }

  /** Whether one more action would be allowed. */
  default Future<Decision> peek(Limit limit, String who) {
    return decide(Mode.PEEK, limit, who);
  }

  /** Counts an action that has happened already. */
  default Future<Decision> count(Limit limit, String who) {
    return decide(Mode.COUNT, limit, who);
  }
}
