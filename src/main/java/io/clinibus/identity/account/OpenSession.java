package io.clinibus.identity.account;

import io.clinibus.identity.api.IdentityApi.User;
import java.time.Instant;

/**
 * A stored session.
 *
 * @param issuedAt when its access token is issued
 * @param expiresAt when its refresh token expires
 */
public record OpenSession(User user, Instant issuedAt, Instant expiresAt) {}
