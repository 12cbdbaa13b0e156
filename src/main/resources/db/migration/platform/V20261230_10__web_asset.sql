-- Files of the app's builds, by the names that have a hash: of those that nodes serve, and of those that none has served for a day.
-- Pages of one release ask nodes of another for them. The code authenticates the content by a key that is not in the database.
-- Some hundred rows; without an index on seen_at an update of it is a heap-only one.
CREATE TABLE platform.web_asset (
  name    text        NOT NULL,
  key_id  text        NOT NULL,
  code    bytea       NOT NULL,
  plain   bytea       NOT NULL,
  gzip    bytea,
  brotli  bytea,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (name, key_id)
);
-- Not worth trying to compress.
ALTER TABLE platform.web_asset
  ALTER gzip SET STORAGE EXTERNAL,
  ALTER brotli SET STORAGE EXTERNAL;
