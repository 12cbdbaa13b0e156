package io.clinibus.web.live.socket;

import io.vertx.core.Future;

/** Verifies access tokens. Thread-safe. */
public interface Sessions {

  /**
   * The user of a token.
   *
   * @return fails with {@code UNAUTHENTICATED}, or {@code UNAVAILABLE} while tokens cannot be
   *     verified
   */
  Future<Person> judge(String token);

  /** Whether the user's token has expired or was revoked. */
  boolean isOver(Person person);
}
