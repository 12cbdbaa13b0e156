-- Requests the mail about a change of an appointment, if patients get one.
CREATE OR REPLACE FUNCTION scheduling.request_change_mail(changed scheduling.appointment, change_kind text) RETURNS void
  LANGUAGE sql AS $$
  SELECT notifications.request(
           change_kind, changed.patient_id, 'scheduling/appointment:' || changed.id || ':' || changed.version,
           changed.ends_at, false,
           jsonb_build_object(
             'appointmentId', changed.id, 'version', changed.version, 'start', changed.starts_at, 'end', changed.ends_at,
             'doctorId', changed.doctor_id, 'doctorName', d.name, 'room', d.room))
    FROM directory.doctor_profile d
   WHERE d.id = changed.doctor_id AND change_kind IN ('BOOKED', 'RESCHEDULED', 'CANCELLED')
$$;

-- Requests the mail about an offer of the waitlist.
CREATE OR REPLACE FUNCTION scheduling.request_offer_mail(
  offer scheduling.waitlist_offer, doctor_name text, room text) RETURNS void
  LANGUAGE sql AS $$
  SELECT notifications.request(
           'WAITLIST_OFFER', offer.patient_id, 'scheduling/offer:' || offer.id, offer.expires_at, true,
           jsonb_build_object(
             'offerId', offer.id, 'entryId', offer.entry_id, 'start', offer.starts_at, 'end', offer.ends_at,
             'expiresAt', offer.expires_at, 'doctorId', offer.doctor_id, 'doctorName', doctor_name, 'room', room))
$$;
