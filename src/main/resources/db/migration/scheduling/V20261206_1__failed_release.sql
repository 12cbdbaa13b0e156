-- Expired holds whose release failed: tried again after a minute, so that they do not keep others from their release.
CREATE TABLE scheduling.failed_release (
  hold_id   uuid        PRIMARY KEY,
  failed_at timestamptz NOT NULL,
  sqlstate  text        NOT NULL
);
