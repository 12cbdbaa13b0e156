CREATE SCHEMA audit;

-- Nothing that was written is changed. The owner of the tables could remove these triggers; the chain of hashes shows it.
CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

-- Who read or changed what of whose. Without clinical data and names. Ordered by transaction id, as the outbox: what a
-- reader finds below the oldest running transaction is complete, whatever the order of commits.
CREATE TABLE audit.entry (
  xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
  id          uuid        NOT NULL,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_id    uuid,
  actor_roles text[]      NOT NULL,
  operation   text        NOT NULL,
  kind        text        NOT NULL CHECK (kind IN ('READ', 'CHANGE', 'SECURITY', 'CONFIGURATION')),
  outcome     text        NOT NULL,
  patient_ids uuid[]      NOT NULL,
  resource_id uuid,
  address     text,
  node        text        NOT NULL,
  request_id  text        NOT NULL,
  purpose     text,
  PRIMARY KEY (xid, id, at)
) PARTITION BY RANGE (at);

CREATE INDEX entry_at ON audit.entry (at, id);
CREATE INDEX entry_actor ON audit.entry (actor_id, at, id);
CREATE INDEX entry_patient ON audit.entry USING gin (patient_ids) WITH (fastupdate = off);
-- Most entries are reads: these are found by their time.
CREATE INDEX entry_kind ON audit.entry (kind, at, id) WHERE kind <> 'READ';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.entry
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit.entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Receives what no month's partition does, so that an entry is never refused.
CREATE TABLE audit.entry_default PARTITION OF audit.entry DEFAULT;
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit.entry_default
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- The chain: each block has the hash of its entries and of the block before.
CREATE TABLE audit.block (
  number   bigint  NOT NULL PRIMARY KEY,
  last_xid xid8    NOT NULL,
  last_id  uuid    NOT NULL,
  entries  integer NOT NULL CHECK (entries > 0),
  hash     bytea   NOT NULL
);

-- The last block at the end of a day, signed.
CREATE TABLE audit.head (
  day       date   NOT NULL PRIMARY KEY,
  block     bigint NOT NULL REFERENCES audit.block,
  hash      bytea  NOT NULL,
  key_id    text   NOT NULL,
  signature bytea  NOT NULL
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.block
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.head
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
