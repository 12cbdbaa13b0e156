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

  private static final String ENCOUNTER =
      """
      SELECT to_char(e.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS ') || e.id AS key,
             jsonb_strip_nulls(jsonb_build_object(
               'id', e.id, 'kind', e.kind, 'status', e.status, 'start', e.starts_at,
               'doctor', d.name, 'appointment', e.appointment_id, 'signedAt', e.signed_at,
               'releasedAt', e.released_at)) AS document,
             %s AS sealed, e.sealed_for, e.id AS row_id, e.note_version::bigint AS row_version
        FROM records.encounter e
        JOIN directory.doctor_profile d ON d.id = e.doctor_id
       WHERE e.patient_id = ANY (:patients)
      """;

  /** A copy shows what the app shows its patient: no note before it is released, and no draft. */
  private static final String COPIED = ENCOUNTER.formatted(released("e.note"));

  private static final String RETAINED =
      ENCOUNTER.formatted("e.note") + " AND e.signed_at IS NOT NULL";

  private static final String ADDITION =
      """
      SELECT to_char(n.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || n.id AS key,
             jsonb_build_object('id', n.id, 'encounter', n.encounter_id, 'kind', n.kind,
                                'at', n.created_at, 'doctor', d.name) AS document,
             %s AS sealed, e.sealed_for, n.id AS row_id, 1::bigint AS row_version
        FROM records.encounter_entry n
        JOIN records.encounter e ON e.id = n.encounter_id
        JOIN directory.doctor_profile d ON d.id = n.doctor_id
       WHERE e.patient_id = ANY (:patients)
      """;

  private static final PersonalRecord ADDITIONS =
      PersonalRecord.erased(
              "encounter-additions",
              Set.of("records.encounter_entry"),
              ADDITION.formatted(released("n.text")))
          .leaving(Outcome.PSEUDONYMISED)
          .retaining(ADDITION.formatted("n.text"))
          .opening("records.encounter_entry.text", "written");

  private static final String ENTRY =
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
      """;

  private static final PersonalRecord ENCOUNTERS =
      PersonalRecord.erased(
              "encounters",
              Set.of("records.encounter", "records.encounter_editor"),
              COPIED,
              """
              DELETE FROM records.encounter e
               WHERE e.patient_id = ANY (:patients) AND e.signed_at IS NULL
                 AND NOT EXISTS (SELECT FROM records.encounter_entry n WHERE n.encounter_id = e.id)
              """)
          .leaving(Outcome.PSEUDONYMISED)
          .retaining(RETAINED)
          .opening("records.encounter.note", "note");

  private static final PersonalRecord ENTRIES =
      PersonalRecord.erased("record-entries", Set.of("records.entry"), ENTRY)
          .leaving(Outcome.PSEUDONYMISED)
          .retaining(ENTRY)
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
          List.of(ENCOUNTERS, ADDITIONS, ENTRIES, RESTRICTIONS),
          Map.of(
              "records.note_snippet",
              "texts of doctors, about nobody",
              "records.note_template",
              "texts of doctors, about nobody",
              "records.code_system",
              CODES,
              "records.code",
              CODES,
              "records.search_word",
              CODES));

  private static String released(String column) {
    return "CASE WHEN e.released_at <= :now THEN " + column + " END";
  }

  private RecordsPersonalData() {}
}
