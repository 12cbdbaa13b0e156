package io.clinibus.identity;

import io.clinibus.identity.IdentityApi.SessionsRevoked;

/** What came of presenting a refresh token. */
sealed interface Rotation {

  /** It was good; the session goes on with its successor. */
  record Continued(OpenSession session) implements Rotation {}

  /** It had been used before: somebody has a copy, so the session was ended. */
  record Reused(SessionsRevoked revoked) implements Rotation {}

  /** Never issued, expired, or its session has ended. */
  record Unknown() implements Rotation {}
}
