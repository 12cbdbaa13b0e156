/**
 * Accounts, passwords, sessions and the tokens that prove them.
 *
 * <p>A sign-in opens a session in PostgreSQL. Its refresh token works once and is followed by the
 * next; one that comes back later than ten seconds after its use ends the session, as somebody has
 * a copy. Its access tokens are checked without asking anyone, so ending them early takes a
 * revocation: by account and time, told to every node by {@link
 * io.clinibus.identity.IdentityApi#SESSIONS_REVOKED}, kept in the outbox, and listed by {@link
 * io.clinibus.identity.IdentityApi#REVOCATIONS} for as long as such a token could be alive. Signing
 * out, reuse of a refresh token, a new password and a block revoke. As revocations are by account,
 * signing out on one device makes the others fetch a new access token; only a new password and a
 * block end their sessions too.
 */
package io.clinibus.identity;
