-- Sealed rows that could not be opened: each is recorded once, whatever the number of nodes and readers. The digest is of the
-- sealed bytes and the patient for whom they are said to be sealed: other bytes in the same row are recorded again.
CREATE TABLE platform.unreadable_seal (
  place       text        NOT NULL,
  row_id      uuid        NOT NULL,
  row_version bigint      NOT NULL,
  digest      bytea       NOT NULL,
  found_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (row_id, place, row_version, digest)
);
