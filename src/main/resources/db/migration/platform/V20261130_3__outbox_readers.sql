-- Readers of the outbox that share their position between nodes. A reader has read the events whose transactions are
-- visible in its snapshot.
CREATE TABLE platform.outbox_reader (
  name text        PRIMARY KEY,
  read pg_snapshot NOT NULL
);
