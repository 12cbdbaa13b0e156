package io.clinibus.identity;

import io.clinibus.identity.IdentityApi.User;
import java.time.Instant;

/**
 * A session as it was written.
 *
 * @param issuedAt when its access token is issued
 * @param expiresAt when its refresh token expires
 */
record OpenSession(User user, Instant issuedAt, Instant expiresAt) {}
