CREATE SCHEMA notifications;

-- How far the outbox has been read: exactly one row. Every transaction below it has ended and been read.
CREATE TABLE notifications.relay (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  position  bigint  NOT NULL
);
INSERT INTO notifications.relay (position) VALUES (pg_current_xact_id()::text::bigint);

-- A mail to be sent because of an event, once. What it says is put together when it is sent.
CREATE TABLE notifications.delivery (
  id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  event_xid  xid8        NOT NULL,
  event_id   bigint      NOT NULL,
  patient_id uuid        NOT NULL REFERENCES patients.patient,
  kind       text        NOT NULL CHECK (kind IN ('BOOKED', 'RESCHEDULED', 'CANCELLED', 'WAITLIST_OFFER')),
  payload    jsonb       NOT NULL,  -- the event's
  state      text        NOT NULL DEFAULT 'DUE' CHECK (state IN ('DUE', 'SENT', 'VOID', 'DEAD')),
  attempts   integer     NOT NULL DEFAULT 0,
  due_at     timestamptz NOT NULL,  -- not before; while somebody is sending it, when it is given up that they have
  failure    text,                  -- of the last attempt; holds no personal data
  created_at timestamptz NOT NULL,
  UNIQUE (event_xid, event_id, patient_id)
);
-- Offers first: they expire within minutes, and a rush may have left thousands of other mails before them.
CREATE INDEX delivery_due ON notifications.delivery ((kind <> 'WAITLIST_OFFER'), due_at) WHERE state = 'DUE';
CREATE INDEX delivery_dead ON notifications.delivery (created_at, id) WHERE state = 'DEAD';
CREATE INDEX delivery_age ON notifications.delivery (created_at);
