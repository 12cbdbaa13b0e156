package io.clinibus.privacy;

import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The personal data of the privacy domain, and the tables of the platform. */
final class PrivacyPersonalData {

  private static final PersonalRecord EXPORTS =
      PersonalRecord.erased(
          "copies",
          Set.of("privacy.export", "privacy.export_part"),
          """
          SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
                 jsonb_strip_nulls(jsonb_build_object(
                   'requestedAt', created_at, 'requestedBy', requested_by, 'state', state,
                   'readyAt', ready_at, 'expiresAt', expires_at, 'size', size)) AS document
            FROM privacy.export WHERE patient_id = ANY (:patients)
          """,
          "DELETE FROM privacy.export WHERE patient_id = ANY (:patients)");

  private static final PersonalRecord ERASURES =
      PersonalRecord.kept(
          "erasure-requests",
          Set.of("privacy.erasure"),
          """
          SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
                 jsonb_strip_nulls(jsonb_build_object(
                   'requestedAt', created_at, 'requestedBy', requested_by, 'state', state,
                   'closedAt', closed_at)) AS document
            FROM privacy.erasure WHERE patient_id = ANY (:patients)
          """);

  static final PersonalData ALL =
      PersonalData.of(
          List.of(EXPORTS, ERASURES, PatientKeyErasure.KEYS),
          Map.of(
              "privacy.retained_record", "empty until the patient's data was erased",
              "privacy.retention", "rules of the clinic",
              "platform.node", "nodes of the cluster",
              "platform.seal_check", "of no patient",
              "platform.unreadable_seal", "places in the database, without what they have",
              "platform.turn", "jobs of the cluster",
              "platform.web_asset", "files of the app",
              "platform.outbox_reader", "positions in the outbox"));

  private PrivacyPersonalData() {}
}
