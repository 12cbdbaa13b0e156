package io.clinibus.prescriptions;

import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The personal data of the prescriptions domain. What prescriptions say is sealed. */
final class PrescriptionsPersonalData {

  private static final String CATALOGUE = "the clinic's catalogue of medications";

  private static final String SELECT =
      """
      SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
             jsonb_strip_nulls(jsonb_build_object(
               'id', id, 'createdAt', created_at, 'doctor', doctor_id, 'encounter', encounter_id,
               'status', status, 'signedAt', signed_at, 'endedAt', ended_at,
               'repeats', repeats, 'validUntil', valid_until, 'renews', renews)) AS document,
             content AS sealed, sealed_for, id AS row_id, content_version AS row_version
        FROM prescriptions.prescription WHERE patient_id = ANY (:patients)
      """;

  private static final PersonalRecord PRESCRIPTIONS =
      PersonalRecord.erased(
              "prescriptions",
              Set.of("prescriptions.prescription"),
              SELECT,
              """
              WITH begun AS MATERIALIZED (SELECT prescriptions.begin_erasure() AS state)
              DELETE FROM prescriptions.prescription USING begun
               WHERE patient_id = ANY (:patients) AND state = 'on'
              """)
          .retaining(SELECT + " AND signed_at IS NOT NULL")
          .opening("prescriptions.prescription.content", "content");

  static final PersonalData ALL =
      PersonalData.of(
          List.of(PRESCRIPTIONS),
          Map.of("prescriptions.medication", CATALOGUE, "prescriptions.search_word", CATALOGUE));

  private PrescriptionsPersonalData() {}
}
