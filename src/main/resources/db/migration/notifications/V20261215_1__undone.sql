-- The mail about undoing a change: neither it nor the one before it in its series is sent, unless that one was.
ALTER TABLE notifications.delivery ADD COLUMN undoes boolean NOT NULL DEFAULT false;
CREATE INDEX delivery_undoing ON notifications.delivery (id) WHERE state = 'DUE' AND undoes;
