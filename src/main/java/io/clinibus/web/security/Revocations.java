package io.clinibus.web.security;

import io.clinibus.identity.api.IdentityApi.SessionsRevoked;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Whose access tokens have ended before their time. Only ever grows stricter. */
public final class Revocations {

  /** Far longer than any access token lives. */
  private static final Duration KEPT = Duration.ofHours(24);

  private final Map<UUID, Long> notAfter = new ConcurrentHashMap<>();

  void add(SessionsRevoked revoked) {
    notAfter.merge(revoked.userId(), revoked.notAfter().toEpochMilli(), Math::max);
  }

  /** Whether a token of the user issued at this epoch millisecond is void. */
  public boolean covers(UUID userId, long issuedAt) {
    Long last = notAfter.get(userId);
    return last != null && issuedAt <= last;
  }

  /** Forgets what no living token can be subject to. */
  void forgetBefore(long now) {
    notAfter.values().removeIf(last -> last < now - KEPT.toMillis());
  }
}
