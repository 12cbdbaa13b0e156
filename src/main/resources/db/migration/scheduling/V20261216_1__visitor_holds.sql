-- Holds of visitors, who are not signed in. A hold that is released or passes to a patient leaves no row; one that
-- expired unused counts against the bounds for ten minutes.
CREATE TABLE scheduling.visitor_hold (
  hold_id    uuid        PRIMARY KEY,
  visitor_id uuid        NOT NULL,               -- digest of the visitor's cookie
  network    text        NOT NULL,               -- digest of the network address
  doctor_id  uuid        NOT NULL REFERENCES scheduling.calendar,
  day        date        NOT NULL,
  expires_at timestamptz NOT NULL,
  extended   boolean     NOT NULL DEFAULT false
);
CREATE INDEX visitor_hold_visitor ON scheduling.visitor_hold (visitor_id);
CREATE INDEX visitor_hold_network ON scheduling.visitor_hold (network);
CREATE INDEX visitor_hold_day ON scheduling.visitor_hold (doctor_id, day);
CREATE INDEX visitor_hold_expiry ON scheduling.visitor_hold (expires_at);
