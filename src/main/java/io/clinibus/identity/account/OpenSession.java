package io.clinibus.identity.account;

import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.SignIn;
import java.time.Instant;

/**
 * A stored session.
 *
 * @param signIn when and how its user has authenticated
 * @param issuedAt when its access token is issued
 * @param expiresAt when its refresh token expires
 */
public record OpenSession(User user, SignIn signIn, Instant issuedAt, Instant expiresAt) {}
