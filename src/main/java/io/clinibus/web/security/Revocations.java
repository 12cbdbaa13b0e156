package io.clinibus.web.security;

import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Revocations of access tokens by user. Never becomes less strict. */
public final class Revocations {

  /** Far longer than the lifetime of an access token. */
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

  /** Removes revocations that no unexpired token can be subject to. */
  void forgetBefore(long now) {
    notAfter.values().removeIf(last -> last < now - KEPT.toMillis());
  }
}
