package io.clinibus.patients.records;

import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.stored.ChangeRows;
import io.clinibus.patients.stored.HistoryRows;
import io.clinibus.patients.stored.ProposalSeal;
import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.platform.privacy.PersonalRecord.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The personal data of the patients domain. */
public final class PatientsPersonalData {

  private static final String PERSON =
      """
      SELECT id::text AS key, jsonb_strip_nulls(jsonb_build_object(
               'id', id, 'givenName', given_name, 'familyName', family_name,
               'birthDate', birth_date, 'sex', sex, 'identifier', identifier,
               'phone', phone, 'email', email, 'emailConfirmedAt', email_confirmed_at,
               'address', address, 'emergencyContact', emergency_contact,
               'insurance', insurance, %s
               'registeredAt', created_at, 'removedAt', deleted_at,
               'version', version)) AS document,
             history AS sealed, id AS sealed_for, id AS row_id, history_version AS row_version
        FROM patients.patient WHERE id = ANY (:patients) AND erased_at IS NULL
      """;

  private static final PersonalRecord PATIENT =
      PersonalRecord.erased(
              "patient",
              Set.of("patients.patient", "patients.search_word"),
              PERSON.formatted("'medicalHistory', nullif(medical_history, '{}'),"),
              "SELECT patients.erase(id, :now) FROM unnest(:patients::uuid[]) AS id",
              """
              INSERT INTO platform.outbox (type, payload)
              SELECT 'patients.patient-erased',
                     jsonb_build_object('patientId', id, 'version', version, 'at', clock_timestamp())
                FROM patients.patient WHERE id = ANY (:patients)
              RETURNING type, payload
              """)
          .leaving(Outcome.PSEUDONYMISED)
          .withoutClinicalParts(PERSON.formatted(""))
          .retaining(
              """
              SELECT id::text AS key, jsonb_strip_nulls(jsonb_build_object(
                       'givenName', given_name, 'familyName', family_name, 'birthDate', birth_date,
                       'sex', sex, 'identifier', identifier,
                       'medicalHistory', nullif(medical_history, '{}'))) AS document,
                     history AS sealed, id AS sealed_for, id AS row_id,
                     history_version AS row_version
                FROM patients.patient WHERE id = ANY (:patients) AND erased_at IS NULL
              """)
          .opening(HistoryRows.COLUMN, "medicalHistory");

  private static final String CHANGE =
      """
      SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
             jsonb_strip_nulls(jsonb_build_object(
               'at', created_at, 'part', part, 'before', before, 'after', after,
               'by', actor_id, 'role', actor_role, 'proposal', proposal_id, 'version', version))
             AS document, sealed, patient_id AS sealed_for, id AS row_id, version AS row_version
        FROM patients.change WHERE patient_id = ANY (:patients)
      """;

  private static final PersonalRecord CHANGES =
      PersonalRecord.erased(
              "changes",
              Set.of("patients.change"),
              CHANGE,
              "DELETE FROM patients.change WHERE patient_id = ANY (:patients)")
          .withoutClinicalParts(CHANGE + " AND part <> 'MEDICAL_HISTORY'")
          .retaining(CHANGE + " AND part = 'MEDICAL_HISTORY'")
          .opening(ChangeRows.COLUMN);

  private static final String PROPOSAL =
      """
      SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
             jsonb_strip_nulls(jsonb_build_object(
               'at', created_at, 'part', part, 'proposed', nullif(proposed, '{}'), 'status', status,
               'note', note, 'decidedAt', decided_at, 'decidedBy', decided_by)) AS document,
             sealed, sealed_for, id AS row_id, version AS row_version
        FROM patients.proposal WHERE patient_id = ANY (:patients)
      """;

  private static final PersonalRecord PROPOSALS =
      PersonalRecord.erased(
              "proposals",
              Set.of("patients.proposal"),
              PROPOSAL,
              "DELETE FROM patients.proposal WHERE patient_id = ANY (:patients)")
          .withoutClinicalParts(PROPOSAL + " AND part <> 'MEDICAL_HISTORY'")
          .opening(ProposalSeal.COLUMN);

  private static final String EMERGENCY =
      """
      SELECT to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
             jsonb_strip_nulls(jsonb_build_object('at', opened_at, 'until', expires_at, 'doctor', doctor_id,
                                'by', actor_id, 'reasonCode', reason_code,
                                'reviewedAt', reviewed_at, 'result', review_result %s)) AS document,
             sealed, sealed_for, id AS row_id, version AS row_version
        FROM patients.emergency_access WHERE patient_id = ANY (:patients)
      """;

  private static final PersonalRecord EMERGENCY_ACCESS =
      PersonalRecord.erased(
              "emergency-access",
              Set.of("patients.emergency_access"),
              EMERGENCY.formatted(", 'reason', reason"),
              "DELETE FROM patients.emergency_access WHERE patient_id = ANY (:patients)")
          .withoutClinicalParts(EMERGENCY.formatted(""))
          .retaining(EMERGENCY.formatted(", 'reason', reason"))
          .opening("patients.emergency_access.sealed", "written");

  private static final PersonalRecord EMAIL_CONFIRMATION =
      PersonalRecord.erased(
          "email-confirmation",
          Set.of("patients.email_confirmation"),
          """
          SELECT id::text AS key,
                 jsonb_build_object('email', email, 'validUntil', expires_at) AS document
            FROM patients.email_confirmation WHERE patient_id = ANY (:patients)
          """,
          "DELETE FROM patients.email_confirmation WHERE patient_id = ANY (:patients)");

  private static final PersonalRecord ACCOUNT_INVITATION =
      PersonalRecord.erased(
          "account-invitation",
          Set.of("patients.account_invitation"),
          """
          SELECT patient_id::text AS key, jsonb_build_object(
                   'email', email, 'sentAt', sent_at, 'validUntil', expires_at) AS document
            FROM patients.account_invitation WHERE patient_id = ANY (:patients)
          """,
          "DELETE FROM patients.account_invitation WHERE patient_id = ANY (:patients)");

  /** What the record that goes had is part of the other records. */
  private static final PersonalRecord MERGES =
      PersonalRecord.erased(
          "merges",
          Set.of("patients.merge", "patients.merge_row"),
          """
          SELECT to_char(merged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
                 jsonb_strip_nulls(jsonb_build_object(
                   'at', merged_at, 'by', merged_by, 'from', from_id, 'into', into_id,
                   'undoneAt', undone_at, 'undoneBy', undone_by,
                   'moved', (SELECT count(*) FROM patients.merge_row r WHERE r.merge_id = merge.id)))
                 AS document
            FROM patients.merge
           WHERE from_id = ANY (:patients) OR into_id = ANY (:patients)
          """,
          """
          DELETE FROM patients.merge_row
           WHERE merge_id IN (SELECT id FROM patients.merge
                               WHERE from_id = ANY (:patients) OR into_id = ANY (:patients))
          """,
          """
          DELETE FROM patients.merge
           WHERE from_id = ANY (:patients) OR into_id = ANY (:patients)
          """);

  /** The other record may be that of another person: it is not named. */
  private static final PersonalRecord DUPLICATES =
      PersonalRecord.erased(
          "duplicates",
          Set.of("patients.duplicate", "patients.uncompared"),
          """
          SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
                 jsonb_strip_nulls(jsonb_build_object(
                   'at', created_at, 'score', score, 'reasons', reasons, 'status', status,
                   'decidedAt', decided_at, 'decidedBy', decided_by)) AS document
            FROM patients.duplicate
           WHERE first_id = ANY (:patients) OR second_id = ANY (:patients)
          """,
          """
          DELETE FROM patients.duplicate
           WHERE first_id = ANY (:patients) OR second_id = ANY (:patients)
          """,
          "DELETE FROM patients.uncompared WHERE patient_id = ANY (:patients)");

  /** The other person is not named. The clinic's rule states nothing about anybody. */
  private static final PersonalRecord REPRESENTATIONS =
      PersonalRecord.erased(
          "representations",
          Set.of("patients.representation", "patients.representation_change"),
          """
          SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
                 jsonb_strip_nulls(jsonb_build_object(
                   'at', created_at, 'representative', representative_id, 'patient', patient_id,
                   'relation', relation, 'inForceSince', in_force_since, 'lastDay', last_day,
                   'confirmedAt', confirmed_at, 'confirmedBy', confirmed_by,
                   'endedAt', ended_at, 'endedBy', ended_by, 'endedBecause', ended_because,
                   'history', (
                     SELECT jsonb_agg(jsonb_build_object(
                              'at', h.created_at, 'change', h.kind, 'by', h.actor_id, 'document', h.document,
                              'reference', h.reference, 'lastDay', h.last_day) ORDER BY h.created_at, h.id)
                       FROM patients.representation_change h
                      WHERE h.representation_id = representation.id))) AS document
            FROM patients.representation
           WHERE representative_id = ANY (:patients) OR patient_id = ANY (:patients)
          """,
          """
          DELETE FROM patients.representation
           WHERE representative_id = ANY (:patients) OR patient_id = ANY (:patients)
          """);

  public static final PersonalData ALL =
      PersonalData.of(
              List.of(
                  PATIENT,
                  CHANGES,
                  PROPOSALS,
                  EMERGENCY_ACCESS,
                  EMAIL_CONFIRMATION,
                  ACCOUNT_INVITATION,
                  MERGES,
                  DUPLICATES,
                  REPRESENTATIONS),
              Map.of(
                  "patients.family_rules", "the clinic's rule for relatives",
                  "patients.record_rules", "the clinic's rules for who may read records"))
          .lockedBy(
              "SELECT FROM patients.patient WHERE id = ANY (:patients) ORDER BY id FOR UPDATE")
          .returning(PatientsApi.PATIENT_ERASED);

  private PatientsPersonalData() {}
}
