package io.clinibus.identity.account;

import java.time.Duration;
import java.time.Instant;

/**
 * The next state of a session, to be stored: its refresh token and its times.
 *
 * @param tokenHash SHA-256 of the refresh token
 * @param at when the token is issued
 */
public record NewSession(byte[] tokenHash, Instant at) {

  /** Lifetime of a refresh token. */
  private static final Duration SLIDING = Duration.ofDays(30);

  /** Lifetime of a session, however often it is refreshed. */
  private static final Duration ABSOLUTE = Duration.ofDays(90);

  Instant expiresAt() {
    return at.plus(SLIDING);
  }

  Instant endsAt() {
    return at.plus(ABSOLUTE);
  }
}
