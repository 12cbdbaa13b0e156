package io.clinibus.notifications;

import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The personal data of the notifications domain. */
final class NotificationsPersonalData {

  private static final PersonalRecord MAILS =
      PersonalRecord.erased(
          "mails",
          Set.of("notifications.delivery", "notifications.recipient", "platform.outbox"),
          """
          SELECT to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || d.id AS key,
                 jsonb_strip_nulls(jsonb_build_object(
                   'about', d.kind, 'address', coalesce(d.email, p.email), 'requestedAt', d.created_at,
                   'state', d.state, 'failure', d.failure, 'attempts', d.attempts, 'lastAt', d.due_at,
                   'values', d.payload)) AS document
            FROM notifications.delivery d
            LEFT JOIN patients.contact p ON p.id = d.patient_id
           WHERE d.patient_id = ANY (:patients) OR lower(d.email) = ANY (:addresses)
          """,
          """
          DELETE FROM platform.outbox
           WHERE type = 'notifications.requested'
             AND ((payload ->> 'patientId')::uuid = ANY (:patients)
                  OR (payload -> 'params' ->> 'forPatient')::uuid = ANY (:patients)
                  OR lower(payload ->> 'email') = ANY (:addresses))
          """,
          """
          DELETE FROM notifications.delivery
           WHERE patient_id = ANY (:patients) OR lower(email) = ANY (:addresses)
              OR payload ->> 'forPatient' = ANY (:patients::text[])
          """,
          """
          DELETE FROM notifications.recipient
           WHERE address_key IN (
             SELECT sha256(convert_to(address, 'UTF8')) FROM unnest(:addresses::text[]) AS address)
          """);

  /**
   * Nothing is read from the outbox meanwhile: what is requested is found there or as a delivery.
   */
  static final PersonalData ALL =
      PersonalData.of(
              List.of(MAILS),
              Map.of("notifications.relay", "the position of a former release in the outbox"))
          .lockedBy("SELECT FROM platform.outbox_reader WHERE name = 'notifications' FOR UPDATE");

  private NotificationsPersonalData() {}
}
