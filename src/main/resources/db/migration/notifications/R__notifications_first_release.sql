-- Release 0.1.0 derived mails from events of scheduling. Its nodes may still run in the cluster while this is applied, and
-- its mails may still be due: they get what a request states. To be removed when upgrades from it are no longer supported.
CREATE OR REPLACE FUNCTION notifications.complete_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.key := CASE NEW.kind WHEN 'WAITLIST_OFFER' THEN 'scheduling/offer:' || (NEW.payload ->> 'offerId')
                           ELSE 'scheduling/appointment:' || (NEW.payload ->> 'appointmentId') || ':'
                                || (NEW.payload ->> 'version') END;
  NEW.useful_until := coalesce(NEW.payload ->> 'expiresAt', NEW.payload ->> 'end');
  NEW.urgent := NEW.kind = 'WAITLIST_OFFER';
  NEW.payload := NEW.payload || (SELECT jsonb_build_object('doctorName', d.name, 'room', d.room)
                                   FROM directory.doctor_profile d WHERE d.id = (NEW.payload ->> 'doctorId')::uuid);
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER complete_delivery BEFORE INSERT OR UPDATE ON notifications.delivery
  FOR EACH ROW WHEN (NEW.key IS NULL) EXECUTE FUNCTION notifications.complete_delivery();

UPDATE notifications.delivery SET key = NULL WHERE key IS NULL;

-- Events that were not read yet.
INSERT INTO notifications.delivery (event_xid, event_id, patient_id, kind, payload, due_at, created_at)
SELECT o.xid, o.id, p.id, k.kind, o.payload, now(), now()
  FROM platform.outbox o
  JOIN notifications.relay r ON o.xid >= r.position::text::xid8
 CROSS JOIN LATERAL (SELECT CASE o.type WHEN 'scheduling.waitlist-offered' THEN 'WAITLIST_OFFER'
                                        ELSE o.payload ->> 'kind' END AS kind) AS k
  JOIN patients.contact p ON p.id = (o.payload ->> 'patientId')::uuid AND p.email IS NOT NULL AND p.active
 WHERE o.type IN ('scheduling.appointment-changed', 'scheduling.waitlist-offered')
   AND k.kind IN ('BOOKED', 'RESCHEDULED', 'CANCELLED', 'WAITLIST_OFFER')
ON CONFLICT DO NOTHING;
