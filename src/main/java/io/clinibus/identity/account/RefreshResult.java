package io.clinibus.identity.account;

import io.clinibus.identity.api.IdentityApi.SessionsRevoked;

/** What came of presenting a refresh token. */
public sealed interface RefreshResult {

  /** It was good; the session goes on with its successor. */
  record Continued(OpenSession session) implements RefreshResult {}

  /** It had been used before: somebody has a copy, so the session was ended. */
  record Reused(SessionsRevoked revoked) implements RefreshResult {}

  /** Never issued, expired, or its session has ended. */
  record Unknown() implements RefreshResult {}
}
