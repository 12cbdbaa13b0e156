package io.clinibus.identity.account;

import io.clinibus.identity.api.SessionsApi.SessionsRevoked;

/** The result of presenting a refresh token. */
public sealed interface RefreshResult {

  /** The token was valid; the session continues with its successor. */
  record Continued(OpenSession session) implements RefreshResult {}

  /** The token was used before and may have been stolen: the session was ended. */
  record Reused(SessionsRevoked revoked) implements RefreshResult {}

  /** A member of staff has done nothing for too long: the session was ended. */
  record Idle(SessionsRevoked revoked) implements RefreshResult {}

  /** Never issued, expired, or its session has ended. */
  record Unknown() implements RefreshResult {}
}
