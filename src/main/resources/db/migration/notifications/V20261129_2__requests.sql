-- Mails are requested by domains: a kind is the name of a template, which a module contributes.
ALTER TABLE notifications.delivery
  DROP CONSTRAINT delivery_kind_check,
  ADD COLUMN key          text,                           -- of the request; one mail for each
  ADD COLUMN useful_until timestamptz,                    -- not sent afterwards
  ADD COLUMN urgent       boolean NOT NULL DEFAULT false; -- sent before others
CREATE UNIQUE INDEX delivery_key ON notifications.delivery (key);
CREATE INDEX delivery_next ON notifications.delivery (urgent DESC, due_at) WHERE state = 'DUE';
DROP INDEX notifications.delivery_due;
