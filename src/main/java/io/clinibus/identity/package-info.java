/**
 * Accounts, passwords, sessions and their tokens.
 *
 * <p>A sign-in opens a session in PostgreSQL. Its refresh token is used once and replaced by the
 * next; if it is used again more than ten seconds later, it may have been stolen and the session
 * ends. Access tokens are verified without a lookup, so ending them early takes a revocation: by
 * account and time, published to every node as {@link
 * io.clinibus.identity.api.SessionsApi#SESSIONS_REVOKED}, kept in the outbox, and listed by {@link
 * io.clinibus.identity.api.SessionsApi#REVOCATIONS} for the lifetime of an access token: all of
 * them to a node that starts, afterwards those that were not visible in its previous read. Signing
 * out, reuse of a refresh token, a new password and a block revoke. As revocations are by account,
 * signing out on one device makes the others fetch a new access token; only a new password and a
 * block end their sessions too.
 */
package io.clinibus.identity;
