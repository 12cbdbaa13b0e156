-- What other domains may use of notifications.

-- Requests a mail in the transaction of the change that it is about. A key is used once: a second request with it has no
-- effect. Nothing is sent to a patient without a confirmed e-mail address, or after `useful_until`. Urgent mails are sent
-- first. A mail waits `delay` seconds. One that `undoes` what the mail before it in its series is about is not sent, nor is
-- that one, if that one was not sent before.
DROP FUNCTION IF EXISTS notifications.request(text, uuid, text, timestamptz, boolean, jsonb);
CREATE OR REPLACE FUNCTION notifications.request(
  template text, patient_id uuid, key text, useful_until timestamptz, urgent boolean, params jsonb,
  delay integer DEFAULT 0, undoes boolean DEFAULT false) RETURNS void
  LANGUAGE sql AS $$
  INSERT INTO platform.outbox (type, payload)
  VALUES ('notifications.requested', jsonb_build_object(
    'template', template, 'patientId', patient_id, 'key', key, 'usefulUntil', useful_until, 'urgent', urgent,
    'params', params, 'delay', delay, 'undoes', undoes))
$$;

-- The same for an address, confirmed or not: only for links that confirm an address or set a password, and for notices about
-- an account. Such a mail holds no text that a user has written.
CREATE OR REPLACE FUNCTION notifications.request_to(
  template text, email text, key text, useful_until timestamptz, params jsonb) RETURNS void
  LANGUAGE sql AS $$
  INSERT INTO platform.outbox (type, payload)
  VALUES ('notifications.requested', jsonb_build_object(
    'template', template, 'email', email, 'key', key, 'usefulUntil', useful_until, 'urgent', false, 'params', params))
$$;

-- Mails that were given up and are still of use.
CREATE OR REPLACE VIEW notifications.undelivered_mail AS
  SELECT d.id, d.created_at FROM notifications.delivery d
   WHERE d.state = 'DEAD' AND (d.useful_until IS NULL OR d.useful_until > now());
