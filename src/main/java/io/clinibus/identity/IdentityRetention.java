package io.clinibus.identity;

import io.clinibus.identity.credential.AccessTokens;
import io.clinibus.platform.jobs.RetentionJob.Rule;
import java.time.Duration;
import java.util.List;

/** Retention of the identity domain's expired rows. */
final class IdentityRetention {

  /** A node whose clock is behind may still accept a token that has expired here. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private static final String SESSIONS =
      """
      DELETE FROM identity.session WHERE id IN (
        SELECT id FROM identity.session WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;
  private static final String REFRESH_TOKENS =
      """
      DELETE FROM identity.refresh_token WHERE token_hash IN (
        SELECT token_hash FROM identity.refresh_token WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;
  private static final String INVITATIONS =
      """
      DELETE FROM identity.invitation WHERE account_id IN (
        SELECT account_id FROM identity.invitation WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;
  private static final String REVOCATIONS =
      """
      DELETE FROM identity.revocation WHERE account_id IN (
        SELECT account_id FROM identity.revocation WHERE not_after < $1
        ORDER BY not_after LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String LINKS =
      """
      DELETE FROM identity.%1$s WHERE id IN (
        SELECT id FROM identity.%1$s WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String CHALLENGES =
      """
      DELETE FROM identity.sign_in_challenge WHERE token_hash IN (
        SELECT token_hash FROM identity.sign_in_challenge WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  static final List<Rule> ALL =
      List.of(
          new Rule(LINKS.formatted("registration"), Duration.ZERO),
          new Rule(LINKS.formatted("password_reset"), Duration.ZERO),
          new Rule(LINKS.formatted("address_change"), Duration.ZERO),
          new Rule(CHALLENGES, Duration.ZERO),
          new Rule(LINKS.formatted("totp_enrolment"), Duration.ZERO),
          new Rule(LINKS.formatted("used_passkey_challenge"), CLOCK_TOLERANCE),
          new Rule(REFRESH_TOKENS, Duration.ZERO),
          new Rule(SESSIONS, Duration.ZERO),
          new Rule(INVITATIONS, Duration.ZERO),
          new Rule(REVOCATIONS, AccessTokens.LIFE.plus(CLOCK_TOLERANCE)));

  private IdentityRetention() {}
}
