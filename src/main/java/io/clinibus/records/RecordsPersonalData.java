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

  private static final String CODES = "code systems that the clinic has imported";

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

  private static final PersonalRecord ENTRIES =
      PersonalRecord.erased(
              "record-entries",
              Set.of("records.entry"),
              """
              SELECT to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ')
                     || e.id || ' ' || e.version AS key,
                     jsonb_build_object(
                       'id', e.id, 'kind', e.kind, 'status', e.status, 'at', e.recorded_at,
                       'doctor', d.name, 'version', e.version) AS document,
                     e.content AS sealed, e.sealed_for, e.id AS row_id, e.version AS row_version
                FROM records.entry e
                JOIN directory.doctor_profile d ON d.id = e.author_doctor_id
               WHERE e.patient_id = ANY (:patients)
              """)
          .leaving(Outcome.PSEUDONYMISED)
          .opening("records.entry.content", "content");

  private static final PersonalRecord RESTRICTIONS =
      PersonalRecord.erased(
          "record-restrictions",
          Set.of("records.restriction"),
          """
          SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || id AS key,
                 jsonb_strip_nulls(jsonb_build_object(
                   'at', created_at, 'part', part, 'of', subject, 'liftedAt', lifted_at)) AS document
            FROM records.restriction WHERE patient_id = ANY (:patients)
          """,
          "DELETE FROM records.restriction WHERE patient_id = ANY (:patients)");

  static final PersonalData ALL =
      PersonalData.of(
          List.of(ENCOUNTERS, ENTRIES, RESTRICTIONS),
          Map.of(
              "records.note_snippet",
              "texts of doctors, about nobody",
              "records.code_system",
              CODES,
              "records.code",
              CODES,
              "records.search_word",
              CODES));

  private RecordsPersonalData() {}
}
