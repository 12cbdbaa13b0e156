package io.clinibus.identity.account;

import io.clinibus.identity.credential.SignInMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * The next state of a session, to be stored: its refresh token and its times.
 *
 * @param tokenHash SHA-256 of the refresh token
 * @param at when the token is issued
 * @param methods by which its user has authenticated; empty for a refresh
 * @param origin where the session is opened; null for a refresh
 */
public record NewSession(byte[] tokenHash, Instant at, Set<SignInMethod> methods, Origin origin) {

  /**
   * Where a session was opened, as its user recognizes it.
   *
   * @param device browser and system, or null if unknown
   * @param network the network of the client, or null if unknown
   */
  public record Origin(String device, String network) {}

  /** Lifetime of a refresh token. */
  private static final Duration SLIDING = Duration.ofDays(30);

  /** Lifetime of a session, however often it is refreshed. */
  private static final Duration ABSOLUTE = Duration.ofDays(90);

  Instant expiresAt() {
    return at.plus(SLIDING);
  }

  /** When a session was opened that ends at an instant. */
  public static Instant openedAt(Instant endsAt) {
    return endsAt.minus(ABSOLUTE);
  }

  Instant endsAt() {
    return at.plus(ABSOLUTE);
  }
}
