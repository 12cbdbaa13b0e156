-- The position is a snapshot: a transaction that stays open holds back no others. Nodes of release 0.1.0 go on with
-- notifications.relay; a request that both read is one mail, by its key.
INSERT INTO platform.outbox_reader (name, read)
SELECT 'notifications', (position || ':' || position || ':')::pg_snapshot FROM notifications.relay;

-- Mails about the same thing, of which the last one counts: their keys differ in the version alone.
CREATE FUNCTION notifications.series(key text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT regexp_replace(key, ':[0-9]+$', '')
$$;
CREATE FUNCTION notifications.series_version(key text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce(substring(key FROM ':([0-9]+)$'), '0')::bigint
$$;
CREATE INDEX delivery_series ON notifications.delivery (notifications.series(key)) WHERE state = 'DUE';
