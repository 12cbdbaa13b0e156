package io.clinibus.platform;

import io.vertx.core.Future;

/** Placeholder until the Redis limiter is in place. */
public final class UnlimitedRate implements RateLimiter {

  @Override
  public Future<Decision> take(Limit limit, String who) {
    return Future.succeededFuture(new Decision(true, limit.requests(), limit.window()));
  }
}
