package io.clinibus.scheduling;

import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.platform.privacy.PersonalRecord.Outcome;
import io.clinibus.scheduling.stored.TextKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The personal data of the scheduling domain. */
final class SchedulingPersonalData {

  private static final String DOCTORS = "calendars of doctors";
  private static final String RULES = "rules of the clinic";

  private static final String ATTENDED = " AND a.status = ANY (scheduling.attended_statuses())";

  private static final String APPOINTMENT =
      """
      SELECT to_char(a.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS ') || a.id AS key,
             jsonb_build_object(
               'id', a.id, 'doctor', d.name, 'department', g.name, 'start', a.starts_at,
               'end', a.ends_at, 'status', a.status, %s
               'visitType', (SELECT v.name FROM scheduling.visit_type v WHERE v.id = a.visit_type_id),
               'bookedAt', a.created_at,
               'history', (
                 SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                          'at', c.at, 'by', c.actor_id, 'change', c.kind, 'start', c.starts_at,
                          'end', c.ends_at, 'status', c.status)) ORDER BY c.version), '[]')
                   FROM scheduling.appointment_change c WHERE c.appointment_id = a.id)) AS document,
             a.sealed, a.sealed_for, a.id AS row_id, 1 AS row_version
        FROM scheduling.appointment a
        JOIN directory.doctor_profile d ON d.id = a.doctor_id
        JOIN directory.department_profile g ON g.id = d.department_id
       WHERE a.patient_id = ANY (:patients) AND a.status <> 'HELD'
      """;

  private static final String WITH_TEXT =
      APPOINTMENT.formatted("'reason', a.reason, 'answers', a.answers,");

  private static final PersonalRecord APPOINTMENTS =
      PersonalRecord.erased(
              "appointments",
              Set.of(
                  "scheduling.appointment",
                  "scheduling.appointment_change",
                  "scheduling.visit_in_clear"),
              WITH_TEXT,
              """
              DELETE FROM scheduling.visit_in_clear WHERE appointment_id IN (
                SELECT id FROM scheduling.appointment WHERE patient_id = ANY (:patients))
              """,
              """
              UPDATE scheduling.appointment
                 SET reason = '', answers = '[]', sealed = NULL, sealed_for = NULL, version = version + 1
               WHERE patient_id = ANY (:patients) AND (reason <> '' OR answers <> '[]' OR sealed IS NOT NULL)
              """)
          .leaving(Outcome.PSEUDONYMISED)
          .withoutClinicalParts(APPOINTMENT.formatted(""))
          .retaining(WITH_TEXT + ATTENDED)
          .opening(TextKind.VISITS.column())
          .preventedBy(
              """
              SELECT count(*) FROM scheduling.open_appointment
               WHERE patient_id = ANY (:patients) AND ends_at > :now
              """);

  private static final String NOTE =
      """
      SELECT to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || c.appointment_id || ' ' || c.version
             AS key,
             jsonb_strip_nulls(jsonb_build_object(
               'appointment', c.appointment_id, 'at', c.at, 'change', c.kind, 'note', %s)) AS document,
             c.sealed, c.sealed_for, c.appointment_id AS row_id, c.version AS row_version
        FROM scheduling.appointment_change c
        JOIN scheduling.appointment a ON a.id = c.appointment_id
       WHERE a.patient_id = ANY (:patients) AND (c.note <> '' OR c.sealed IS NOT NULL)
      """;

  private static final String NOTE_WITH_TEXT = NOTE.formatted("nullif(c.note, '')");

  private static final PersonalRecord NOTES =
      PersonalRecord.erased(
              "appointment-notes",
              Set.of("scheduling.appointment_change"),
              NOTE_WITH_TEXT,
              """
              UPDATE scheduling.appointment_change SET note = '', sealed = NULL, sealed_for = NULL
               WHERE (note <> '' OR sealed IS NOT NULL) AND appointment_id IN (
                 SELECT id FROM scheduling.appointment WHERE patient_id = ANY (:patients))
              """)
          .withoutClinicalParts(NOTE.formatted("NULL"))
          .retaining(NOTE_WITH_TEXT + ATTENDED)
          .opening(TextKind.NOTES.column());

  private static final PersonalRecord HOLDS =
      PersonalRecord.erased(
              "holds",
              Set.of("scheduling.appointment", "scheduling.unused_hold"),
              """
              SELECT id::text AS key, jsonb_build_object(
                       'start', starts_at, 'end', ends_at, 'heldUntil', expires_at) AS document
                FROM scheduling.appointment
               WHERE status = 'HELD' AND (patient_id = ANY (:patients) OR held_by = ANY (:accounts))
              UNION ALL
              SELECT hold_id::text, jsonb_build_object('expiredUnused', expired_at)
                FROM scheduling.unused_hold WHERE held_by = ANY (:accounts)
              """,
              "DELETE FROM scheduling.unused_hold WHERE held_by = ANY (:accounts)")
          .preventedBy(
              """
              SELECT count(*) FROM scheduling.appointment
               WHERE status = 'HELD' AND (patient_id = ANY (:patients) OR held_by = ANY (:accounts))
              """);

  private static final PersonalRecord BOOKING_REQUESTS =
      PersonalRecord.erased(
          "booking-requests",
          Set.of("scheduling.booking_request"),
          """
          SELECT r.actor_id || ' ' || r.key AS key,
                 jsonb_build_object('at', r.at, 'idempotencyKey', r.key,
                                    'appointment', r.appointment_id) AS document
            FROM scheduling.booking_request r
           WHERE r.actor_id = ANY (:accounts) OR r.appointment_id IN (
             SELECT id FROM scheduling.appointment WHERE patient_id = ANY (:patients))
          """,
          """
          DELETE FROM scheduling.booking_request
           WHERE actor_id = ANY (:accounts) OR appointment_id IN (
             SELECT id FROM scheduling.appointment WHERE patient_id = ANY (:patients))
          """);

  private static final String ENTRY =
      """
      SELECT to_char(e.joined_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || e.id AS key,
             %s - '{patientListedName,sealed,sealedFor}'::text[] || jsonb_build_object(
               'visitType', w.document #> '{visitType,name}', 'offers', (
               SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'start', o.starts_at, 'end', o.ends_at, 'offeredAt', o.offered_at,
                        'expiresAt', o.expires_at, 'answer', o.answer) ORDER BY o.offered_at), '[]')
                 FROM scheduling.waitlist_offer o WHERE o.entry_id = e.id)) AS document,
             e.sealed, e.sealed_for, e.id AS row_id, 1 AS row_version
        FROM scheduling.waitlist_entry e
        JOIN scheduling.waitlist_details w ON w.id = e.id
       WHERE e.patient_id = ANY (:patients)
      """;

  private static final PersonalRecord WAITLIST =
      PersonalRecord.erased(
              "waitlist",
              Set.of(
                  "scheduling.waitlist_entry",
                  "scheduling.waitlist_offer",
                  "scheduling.waitlist_known_time"),
              ENTRY.formatted("w.document"),
              "DELETE FROM scheduling.waitlist_offer WHERE patient_id = ANY (:patients)",
              "DELETE FROM scheduling.waitlist_entry WHERE patient_id = ANY (:patients)")
          .withoutClinicalParts(ENTRY.formatted("w.document - '{reason,answers}'::text[]"))
          .opening(TextKind.ENTRIES.column())
          .preventedBy(
              """
              SELECT count(*) FROM scheduling.waitlist_entry
               WHERE patient_id = ANY (:patients) AND scheduling.is_open_entry(status)
              """);

  private static final PersonalRecord TICKETS =
      PersonalRecord.erased(
          "tickets",
          Set.of("scheduling.ticket"),
          """
          SELECT t.day || ' ' || t.code AS key,
                 jsonb_strip_nulls(jsonb_build_object(
                   'day', t.day, 'ticket', t.code, 'calledAt', t.called_at,
                   'appointment', t.appointment_id)) AS document
            FROM scheduling.ticket t
            JOIN scheduling.appointment a ON a.id = t.appointment_id
           WHERE a.patient_id = ANY (:patients)
          """,
          """
          DELETE FROM scheduling.ticket WHERE appointment_id IN (
            SELECT id FROM scheduling.appointment WHERE patient_id = ANY (:patients))
          """);

  static final PersonalData ALL =
      PersonalData.of(
          List.of(APPOINTMENTS, NOTES, HOLDS, BOOKING_REQUESTS, WAITLIST, TICKETS),
          Map.ofEntries(
              Map.entry("scheduling.failed_release", "ids of held times whose release failed"),
              Map.entry("scheduling.wall", "screens of the clinic"),
              Map.entry(
                  "scheduling.visitor_hold", "held times of visitors, by digests, for an hour"),
              Map.entry("scheduling.policy", RULES),
              Map.entry("scheduling.holiday", RULES),
              Map.entry("scheduling.calendar", DOCTORS),
              Map.entry("scheduling.weekly_window", DOCTORS),
              Map.entry("scheduling.availability_exception", DOCTORS),
              Map.entry("scheduling.doctor_day", DOCTORS),
              Map.entry("scheduling.visit_type", RULES),
              Map.entry("scheduling.visit_type_department", RULES),
              Map.entry("scheduling.visit_type_doctor", RULES)));

  private SchedulingPersonalData() {}
}
