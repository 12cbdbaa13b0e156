CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE SCHEMA platform;

-- unaccent() is only STABLE, as its dictionary may change; naming the dictionary makes it safe to index.
CREATE FUNCTION platform.fold(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));

-- What happened, written in the transaction that made it happen. Nodes read it by transaction id: a reader that
-- remembers the oldest transaction still running at its last look misses nothing, whatever order commits come in.
CREATE TABLE platform.outbox (
  id      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  xid     xid8        NOT NULL DEFAULT pg_current_xact_id(),
  at      timestamptz NOT NULL DEFAULT now(),
  type    text        NOT NULL,
  payload jsonb       NOT NULL,
  PRIMARY KEY (xid, id)
);
CREATE INDEX outbox_age ON platform.outbox USING brin (at);
