package io.clinibus.web.live.socket;

import io.vertx.core.Future;

/** Judges access tokens. Safe to use from every thread. */
public interface Sessions {

  /**
   * Who a token is of.
   *
   * @return fails with {@code UNAUTHENTICATED}, or {@code UNAVAILABLE} while that cannot be judged
   */
  Future<Person> judge(String token);

  /** Whether the token this was read from has expired or was revoked. */
  boolean isOver(Person person);
}
