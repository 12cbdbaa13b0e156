-- What other domains may use of notifications.

-- Requests a mail in the transaction of the change that it is about. A key is used once: a second request with it has no
-- effect. Nothing is sent to a patient without an e-mail address, or after `useful_until`. Urgent mails are sent first.
CREATE OR REPLACE FUNCTION notifications.request(
  template text, patient_id uuid, key text, useful_until timestamptz, urgent boolean, params jsonb) RETURNS void
  LANGUAGE sql AS $$
  INSERT INTO platform.outbox (type, payload)
  VALUES ('notifications.requested', jsonb_build_object(
    'template', template, 'patientId', patient_id, 'key', key, 'usefulUntil', useful_until, 'urgent', urgent,
    'params', params))
$$;
