package io.clinibus.identity;

import io.clinibus.identity.api.SessionsApi;
import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.platform.privacy.PersonalRecord.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The personal data of the identity domain. An account that is also one of the staff stays, without
 * its patient.
 */
final class IdentityPersonalData {

  private static final PersonalRecord SESSIONS =
      PersonalRecord.erased(
          "sessions",
          Set.of("identity.session", "identity.refresh_token", "identity.revocation"),
          """
          SELECT s.id::text AS key, jsonb_strip_nulls(jsonb_build_object(
                   'device', s.device, 'network', s.network, 'signedInUntil', s.expires_at,
                   'endsAt', s.ends_at, 'lastActive', s.active_at, 'tokenIssued', s.issued_at,
                   'authenticatedAt', s.authenticated_at, 'methods', s.methods)) AS document
            FROM identity.session s WHERE s.account_id = ANY (:accounts)
          """,
          """
          WITH revoked AS (
            INSERT INTO identity.revocation (account_id, not_after)
            SELECT a.id, greatest(:now, (
                     SELECT max(s.issued_at) FROM identity.session s WHERE s.account_id = a.id))
              FROM identity.account a WHERE a.id = ANY (:accounts)
            ON CONFLICT (account_id)
              DO UPDATE SET not_after = greatest(revocation.not_after, excluded.not_after)
            RETURNING account_id, not_after)
          INSERT INTO platform.outbox (type, payload)
          SELECT 'identity.sessions-revoked',
                 jsonb_build_object('userId', account_id, 'notAfter', not_after) FROM revoked
          RETURNING type, payload
          """,
          "DELETE FROM identity.session WHERE account_id = ANY (:accounts)");

  private static final PersonalRecord ACCOUNT_LINKS =
      PersonalRecord.erased(
          "account-links",
          Set.of(
              "identity.password_reset",
              "identity.address_change",
              "identity.invitation",
              "identity.registration"),
          """
          SELECT id::text AS key,
                 jsonb_build_object('purpose', 'password reset', 'validUntil', expires_at) AS document
            FROM identity.password_reset WHERE account_id = ANY (:accounts)
          UNION ALL
          SELECT id::text, jsonb_build_object('purpose', 'address change', 'validUntil', expires_at,
                   'email', email, 'oldConfirmed', old_confirmed, 'newConfirmed', new_confirmed)
            FROM identity.address_change WHERE account_id = ANY (:accounts)
          UNION ALL
          SELECT account_id::text, jsonb_build_object('purpose', 'invitation', 'validUntil', expires_at)
            FROM identity.invitation WHERE account_id = ANY (:accounts)
          UNION ALL
          SELECT id::text, jsonb_strip_nulls(jsonb_build_object('purpose', 'registration',
                   'validUntil', expires_at, 'email', email, 'givenName', given_name,
                   'familyName', family_name, 'birthDate', birth_date, 'phone', phone))
            FROM identity.registration WHERE lower(email) = ANY (:addresses)
          """,
          "DELETE FROM identity.password_reset WHERE account_id = ANY (:accounts)",
          "DELETE FROM identity.address_change WHERE account_id = ANY (:accounts)",
          "DELETE FROM identity.invitation WHERE account_id = ANY (:accounts)",
          "DELETE FROM identity.registration WHERE lower(email) = ANY (:addresses)");

  /**
   * Neither secrets nor their hashes nor keys are copied. Those of the staff stay with the account.
   */
  private static final PersonalRecord FACTORS =
      PersonalRecord.erased(
          "second-factors",
          Set.of(
              "identity.factor",
              "identity.passkey",
              "identity.totp_enrolment",
              "identity.recovery_code",
              "identity.sign_in_challenge"),
          """
          SELECT id::text AS key, jsonb_strip_nulls(jsonb_build_object(
                   'kind', kind, 'name', name, 'createdAt', created_at,
                   'lastUsedAt', last_used_at)) AS document
            FROM identity.any_factor WHERE account_id = ANY (:accounts)
          UNION ALL
          SELECT id::text, jsonb_build_object('kind', 'enrolment', 'validUntil', expires_at)
            FROM identity.totp_enrolment WHERE account_id = ANY (:accounts)
          UNION ALL
          SELECT 'recovery-codes ' || account_id, jsonb_build_object(
                   'kind', 'recovery codes', 'unused', count(*), 'createdAt', max(created_at))
            FROM identity.recovery_code WHERE account_id = ANY (:accounts) GROUP BY account_id
          UNION ALL
          SELECT 'sign-ins ' || account_id, jsonb_build_object(
                   'kind', 'sign-ins under way', 'number', count(*), 'attempts', sum(attempts),
                   'validUntil', max(expires_at))
            FROM identity.sign_in_challenge WHERE account_id = ANY (:accounts) GROUP BY account_id
          """,
          ofPatientsOnly("identity.factor"),
          ofPatientsOnly("identity.passkey"),
          ofPatientsOnly("identity.totp_enrolment"),
          ofPatientsOnly("identity.recovery_code"),
          ofPatientsOnly("identity.sign_in_challenge"));

  private static final PersonalRecord ACCOUNT =
      PersonalRecord.erased(
              "account",
              Set.of("identity.account"),
              """
              SELECT id::text AS key, jsonb_strip_nulls(jsonb_build_object(
                       'id', id, 'email', email, 'name', name, 'roles', roles,
                       'hasPassword', password_hash IS NOT NULL, 'createdAt', created_at,
                       'blockedAt', blocked_at, 'language', language)) AS document
                FROM identity.account WHERE id = ANY (:accounts)
              """,
              """
              UPDATE identity.account
                 SET patient_id = NULL, email = 'erased-' || id || '@invalid',
                     email_key = 'erased-' || id || '@invalid', name = '—', password_hash = NULL,
                     blocked_at = coalesce(blocked_at, :now), block_reason = NULL,
                     sealed_block_reason = NULL
               WHERE id = ANY (:accounts) AND roles <@ '{PATIENT}'
              """,
              """
              UPDATE identity.account SET patient_id = NULL, roles = array_remove(roles, 'PATIENT')
               WHERE id = ANY (:accounts) AND NOT roles <@ '{PATIENT}'
              """)
          .leaving(Outcome.PSEUDONYMISED);

  static final PersonalData ALL =
      PersonalData.of(
              List.of(SESSIONS, ACCOUNT_LINKS, FACTORS, ACCOUNT),
              Map.of("identity.used_passkey_challenge", "random ids without a person"))
          .lockedBy(
              "SELECT FROM identity.account WHERE patient_id = ANY (:patients) ORDER BY id FOR"
                  + " UPDATE")
          .returning(SessionsApi.SESSIONS_REVOKED);

  private IdentityPersonalData() {}

  private static String ofPatientsOnly(String table) {
    return "DELETE FROM "
        + table
        + " WHERE account_id IN (SELECT id FROM identity.account"
        + " WHERE id = ANY (:accounts) AND roles <@ '{PATIENT}')";
  }
}
