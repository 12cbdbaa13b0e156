-- The ticket of a patient who has arrived: one for each visit and day. Removed after some days.
CREATE TABLE scheduling.ticket (
  appointment_id uuid        PRIMARY KEY REFERENCES scheduling.appointment,
  day            date        NOT NULL,
  number         integer     NOT NULL CHECK (number > 0),
  code           text        NOT NULL,
  calls          integer     NOT NULL DEFAULT 0,
  called_at      timestamptz,                       -- null while the patient is not called
  UNIQUE (day, number),
  UNIQUE (day, code)
);

-- Screens in waiting rooms. Who knows the id sees what is on the screen.
CREATE TABLE scheduling.wall (
  id         uuid        PRIMARY KEY,
  name       text        NOT NULL,
  created_at timestamptz NOT NULL
);

-- Those who wait already.
INSERT INTO scheduling.ticket (appointment_id, day, number, code)
SELECT w.id, w.day, w.number, 'A' || lpad(w.number::text, 2, '0')
  FROM (SELECT a.id, (a.status_since AT TIME ZONE p.zone)::date AS day,
               row_number() OVER (ORDER BY a.status_since, a.id)::int AS number
          FROM scheduling.appointment a, scheduling.policy p
         WHERE a.status = 'CHECKED_IN' AND (a.status_since AT TIME ZONE p.zone)::date = (now() AT TIME ZONE p.zone)::date
       ) AS w
 WHERE w.number <= 99;
