package io.clinibus.identity.account;

import java.time.Duration;
import java.time.Instant;

/**
 * The next step of a session, to be written: its refresh token and the times that go with it.
 *
 * @param tokenHash SHA-256 of the refresh token
 * @param at when
 */
public record NewSession(byte[] tokenHash, Instant at) {

  /** How long a refresh token can be used. */
  private static final Duration SLIDING = Duration.ofDays(30);

  /** How long a sign-in can be prolonged by refreshing. */
  private static final Duration ABSOLUTE = Duration.ofDays(90);

  Instant expiresAt() {
    return at.plus(SLIDING);
  }

  Instant endsAt() {
    return at.plus(ABSOLUTE);
  }
}
