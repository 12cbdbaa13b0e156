package io.clinibus.records;

import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.platform.privacy.PersonalRecord.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The personal data of the records domain. What is sealed becomes unreadable with the patient's
 * key.
 */
final class RecordsPersonalData {

  private static final PersonalRecord ENCOUNTERS =
      PersonalRecord.erased(
              "encounters",
              Set.of("records.encounter", "records.encounter_entry", "records.encounter_editor"),
              """
              SELECT to_char(e.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS ') || e.id AS key,
                     jsonb_strip_nulls(jsonb_build_object(
                       'id', e.id, 'kind', e.kind, 'status', e.status, 'start', e.starts_at,
                       'doctor', d.name, 'appointment', e.appointment_id, 'signedAt', e.signed_at)) AS document
                FROM records.encounter e
                JOIN directory.doctor_profile d ON d.id = e.doctor_id
               WHERE e.patient_id = ANY (:patients)
              """,
              """
              DELETE FROM records.encounter e
               WHERE e.patient_id = ANY (:patients) AND e.signed_at IS NULL
                 AND NOT EXISTS (SELECT FROM records.encounter_entry n WHERE n.encounter_id = e.id)
              """)
          .leaving(Outcome.PSEUDONYMISED);

  static final PersonalData ALL =
      PersonalData.of(
          List.of(ENCOUNTERS), Map.of("records.note_snippet", "texts of doctors, about nobody"));

  private RecordsPersonalData() {}
}
