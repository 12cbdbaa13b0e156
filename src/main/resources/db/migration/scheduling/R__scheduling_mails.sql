-- Whether a move restores the time and the doctor from before the last change, which was a move too.
CREATE OR REPLACE FUNCTION scheduling.is_undo(changed scheduling.appointment, change_kind text) RETURNS boolean
  LANGUAGE sql STABLE AS $$
  SELECT change_kind = 'RESCHEDULED' AND EXISTS (
    SELECT FROM scheduling.appointment_change undone
      JOIN scheduling.appointment_change before USING (appointment_id)
     WHERE undone.appointment_id = changed.id AND undone.version = changed.version - 1 AND undone.kind = 'RESCHEDULED'
       AND before.version = changed.version - 2
       AND before.doctor_id = changed.doctor_id AND before.starts_at = changed.starts_at)
$$;

-- A text of the clinic as a parameter of a mail, also with the suffix of each language into which it is translated.
CREATE OR REPLACE FUNCTION scheduling.text_params(name text, clinic_text text) RETURNS jsonb
  LANGUAGE sql STABLE AS $$
  SELECT jsonb_object_agg(p.key, p.value)
    FROM (SELECT name AS key, clinic_text AS value
          UNION ALL
          SELECT name || '_' || o.key, o.value FROM jsonb_each_text(directory.translations_of(clinic_text)) AS o) AS p
$$;

-- What a mail says of a type of visit: its name and instruction. Nothing of one that is not named in mails.
CREATE OR REPLACE FUNCTION scheduling.visit_type_params(visit_type uuid) RETURNS jsonb
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT scheduling.text_params('visitType', v.name) || scheduling.text_params('instruction', v.instruction)
       FROM scheduling.visit_type v WHERE v.id = visit_type AND NOT v.discreet), '{}')
$$;

-- Requests the mail about a change of an appointment, if patients get one, after a delay in seconds: not about one that
-- was cancelled because the patient, who had arrived, has left.
DROP FUNCTION IF EXISTS scheduling.request_change_mail(scheduling.appointment, text);
CREATE OR REPLACE FUNCTION scheduling.request_change_mail(
  changed scheduling.appointment, change_kind text, delay integer DEFAULT 0) RETURNS void
  LANGUAGE sql AS $$
  SELECT notifications.request(
           change_kind, recipient.id, 'scheduling/appointment:' || changed.id || ':' || changed.version,
           changed.ends_at, false,
           jsonb_build_object(
             'appointmentId', changed.id, 'version', changed.version, 'start', changed.starts_at, 'end', changed.ends_at,
             'doctorId', changed.doctor_id, 'doctorName', d.name, 'room', d.room,
             'forPatient', nullif(changed.patient_id, recipient.id))
             || scheduling.visit_type_params(changed.visit_type_id),
           delay, scheduling.is_undo(changed, change_kind))
    FROM directory.doctor_profile d, patients.mail_recipient(changed.patient_id, now()) AS recipient (id)
   WHERE d.id = changed.doctor_id AND change_kind IN ('BOOKED', 'RESCHEDULED', 'CANCELLED')
     AND NOT EXISTS (
       SELECT FROM scheduling.appointment_change c
        WHERE change_kind = 'CANCELLED' AND c.appointment_id = changed.id AND c.version = changed.version - 1
          AND c.status = 'CHECKED_IN')
$$;

-- Requests the mail about an offer of the waitlist.
CREATE OR REPLACE FUNCTION scheduling.request_offer_mail(
  offer scheduling.waitlist_offer, doctor_name text, room text) RETURNS void
  LANGUAGE sql AS $$
  SELECT notifications.request(
           'WAITLIST_OFFER', recipient.id, 'scheduling/offer:' || offer.id, offer.expires_at, true,
           jsonb_build_object(
             'offerId', offer.id, 'entryId', offer.entry_id, 'start', offer.starts_at, 'end', offer.ends_at,
             'expiresAt', offer.expires_at, 'doctorId', offer.doctor_id, 'doctorName', doctor_name, 'room', room,
             'forPatient', nullif(offer.patient_id, recipient.id))
             || scheduling.visit_type_params(
                  (SELECT e.visit_type_id FROM scheduling.waitlist_entry e WHERE e.id = offer.entry_id)))
    FROM patients.mail_recipient(offer.patient_id, now()) AS recipient (id)
$$;

-- Requests the mail about a waitlist entry that ended without an appointment.
CREATE OR REPLACE FUNCTION scheduling.request_end_mail(ended scheduling.waitlist_entry) RETURNS void
  LANGUAGE sql AS $$
  SELECT notifications.request(
           'WAITLIST_ENDED', recipient.id, 'scheduling/waitlist-ended:' || ended.id, now() + interval '7 days', false,
           jsonb_build_object('entryId', ended.id, 'forPatient', nullif(ended.patient_id, recipient.id)) || coalesce(
             (SELECT jsonb_build_object('wanted', d.name) FROM directory.doctor_profile d WHERE d.id = ended.doctor_id),
             (SELECT scheduling.text_params('wanted', g.name)
                FROM directory.department_profile g WHERE g.id = ended.department_id)))
    FROM patients.mail_recipient(ended.patient_id, now()) AS recipient (id)
$$;
