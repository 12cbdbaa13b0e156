-- Bounds on what one person can book and hold.
ALTER TABLE scheduling.policy
  ADD COLUMN max_open_appointments integer NOT NULL DEFAULT 5 CHECK (max_open_appointments BETWEEN 1 AND 100);

-- Holds that expired without a booking: they count against the holder's maximum for ten minutes.
CREATE TABLE scheduling.unused_hold (
  hold_id    uuid        PRIMARY KEY,
  held_by    uuid        NOT NULL,
  expired_at timestamptz NOT NULL
);
CREATE INDEX unused_hold_holder ON scheduling.unused_hold (held_by, expired_at);
CREATE INDEX unused_hold_age ON scheduling.unused_hold (expired_at);
