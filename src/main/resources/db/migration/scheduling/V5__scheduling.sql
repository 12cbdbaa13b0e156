CREATE SCHEMA scheduling;

-- The clinic's rules of booking: exactly one row.
CREATE TABLE scheduling.policy (
  singleton           boolean  PRIMARY KEY DEFAULT true CHECK (singleton),
  clinic_name         text     NOT NULL DEFAULT 'Clinibus General Hospital',
  zone                text     NOT NULL DEFAULT 'Europe/Berlin',       -- IANA time-zone id
  minimum_notice_min  integer  NOT NULL DEFAULT 30 CHECK (minimum_notice_min >= 0),
  horizon_days        integer  NOT NULL DEFAULT 90 CHECK (horizon_days BETWEEN 1 AND 730),
  change_cutoff_min   integer  NOT NULL DEFAULT 240 CHECK (change_cutoff_min >= 0),
  hold_seconds        integer  NOT NULL DEFAULT 180 CHECK (hold_seconds BETWEEN 30 AND 900),
  offer_min           integer  NOT NULL DEFAULT 30 CHECK (offer_min BETWEEN 5 AND 1440),
  version             integer  NOT NULL DEFAULT 1
);
INSERT INTO scheduling.policy DEFAULT VALUES;

-- When a doctor sees patients. Its version counts every change to what any of the doctor's days offers but
-- appointments: hours, exceptions, holidays, policy.
CREATE TABLE scheduling.calendar (
  doctor_id    uuid    PRIMARY KEY REFERENCES directory.doctor,
  visit_min    integer NOT NULL DEFAULT 60 CHECK (visit_min BETWEEN 5 AND 480),
  buffer_min   integer NOT NULL DEFAULT 0 CHECK (buffer_min BETWEEN 0 AND 120),
  closed       boolean NOT NULL DEFAULT false,  -- the doctor left: no slot is offered any more
  version      bigint  NOT NULL DEFAULT 1
);

CREATE TABLE scheduling.weekly_window (
  doctor_id   uuid     NOT NULL REFERENCES scheduling.calendar,
  weekday     smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),  -- ISO 8601: Monday is 1
  opens       time     NOT NULL,
  closes      time     NOT NULL,                                  -- 24:00 is midnight at the day's end
  valid_from  date     NOT NULL DEFAULT '-infinity',
  valid_until date     NOT NULL DEFAULT 'infinity',               -- the last day it holds
  CHECK (opens < closes),
  CHECK (valid_from <= valid_until),
  PRIMARY KEY (doctor_id, weekday, opens, valid_from)
);

CREATE TABLE scheduling.availability_exception (
  id        uuid      PRIMARY KEY,
  doctor_id uuid      NOT NULL REFERENCES scheduling.calendar,
  kind      text      NOT NULL CHECK (kind IN ('LEAVE', 'EXTRA_HOURS')),
  during    tstzrange NOT NULL CHECK (NOT isempty(during)),
  note      text      NOT NULL DEFAULT ''
);
CREATE INDEX availability_exception_during ON scheduling.availability_exception USING gist (doctor_id, during);

CREATE TABLE scheduling.holiday (
  day  date PRIMARY KEY,
  name text NOT NULL
);

CREATE TABLE scheduling.doctor_day (
  doctor_id uuid   NOT NULL REFERENCES scheduling.calendar,
  day       date   NOT NULL,
  version   bigint NOT NULL,
  PRIMARY KEY (doctor_id, day)
) WITH (fillfactor = 70);

-- A time range holds the visit and the buffer after it. The two constraints are what makes a double booking
-- impossible, whoever asks and from wherever.
-- A hold keeps a time for somebody who is about to book it: for a user, or, on the waitlist, for the patient. It takes
-- the doctor's time as a visit does, but not the patient's, as nobody has promised to come.
CREATE TABLE scheduling.appointment (
  id            uuid        PRIMARY KEY,
  doctor_id     uuid        NOT NULL REFERENCES scheduling.calendar,
  patient_id    uuid        REFERENCES patients.patient,  -- null if who holds does not know it yet
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL,
  during        tstzrange   NOT NULL,
  status        text        NOT NULL CHECK (status IN
                  ('HELD', 'BOOKED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
  status_since  timestamptz NOT NULL DEFAULT now(),
  reason        text        NOT NULL DEFAULT '',
  version       integer     NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz,  -- of a hold: until when
  held_by       uuid,         -- of a hold: the user; null if it is kept for the patient
  kept_by       uuid,         -- of a hold: the live socket it ends with, if any
  offered_rules bigint,       -- of a hold: version of the rules that offer the time
  CONSTRAINT only_holds_expire CHECK (
    CASE WHEN status = 'HELD'
      THEN num_nulls(expires_at, offered_rules) = 0 AND num_nonnulls(held_by, patient_id) > 0
      ELSE patient_id IS NOT NULL AND num_nonnulls(expires_at, held_by, kept_by, offered_rules) = 0 END),
  CHECK (starts_at < ends_at),
  CHECK (lower(during) = starts_at AND upper(during) >= ends_at),
  CONSTRAINT doctor_never_double_booked EXCLUDE USING gist (doctor_id WITH =, during WITH &&)
    WHERE (status NOT IN ('CANCELLED', 'NO_SHOW')),
  CONSTRAINT patient_never_double_booked EXCLUDE USING gist (patient_id WITH =, during WITH &&)
    WHERE (status NOT IN ('CANCELLED', 'NO_SHOW', 'HELD'))
);
-- Lists are merged from stretches of one status, or one doctor and status, each in order of time.
-- A doctor's patients are found in the index alone.
CREATE INDEX appointment_doctor ON scheduling.appointment (doctor_id, status, starts_at, id) INCLUDE (patient_id);
CREATE INDEX appointment_patient ON scheduling.appointment (patient_id, starts_at, id);
CREATE INDEX appointment_status ON scheduling.appointment (status, starts_at, id) INCLUDE (ends_at);
CREATE INDEX appointment_expiry ON scheduling.appointment (expires_at) WHERE status = 'HELD';
CREATE INDEX appointment_holder ON scheduling.appointment (held_by, expires_at) WHERE status = 'HELD';

-- Every change of an appointment, its booking first: who, when, and what it was afterwards.
CREATE TABLE scheduling.appointment_change (
  appointment_id uuid        NOT NULL REFERENCES scheduling.appointment,
  version        integer     NOT NULL,
  at             timestamptz NOT NULL DEFAULT now(),
  actor_id       uuid,       -- null when Clinibus itself acted
  kind           text        NOT NULL CHECK (kind IN ('BOOKED', 'RESCHEDULED', 'STATUS_CHANGED', 'CANCELLED')),
  doctor_id      uuid        NOT NULL,
  starts_at      timestamptz NOT NULL,
  ends_at        timestamptz NOT NULL,
  status         text        NOT NULL,
  note           text        NOT NULL DEFAULT '',
  PRIMARY KEY (appointment_id, version)
);

-- A booking request that succeeded, remembered so that repeating it gives the same answer.
CREATE TABLE scheduling.booking_request (
  actor_id       uuid        NOT NULL,
  key            text        NOT NULL,
  fingerprint    text        NOT NULL,
  appointment_id uuid        NOT NULL REFERENCES scheduling.appointment,
  at             timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor_id, key)
);
-- Holds are deleted, and each time it is made sure that no request refers to them.
CREATE INDEX booking_request_appointment ON scheduling.booking_request (appointment_id);
CREATE INDEX booking_request_age ON scheduling.booking_request USING brin (at);

-- An appointment as people read it, no hold; the document has the members of the API's Appointment.
CREATE VIEW scheduling.appointment_details AS
  SELECT a.id, a.starts_at, upper(a.during) AS free_again_at,
         jsonb_build_object(
           'id', a.id, 'doctorId', a.doctor_id,
           'doctorName', trim(d.title || ' ' || d.given_name || ' ' || d.family_name),
           'departmentName', g.name, 'room', d.room,
           'patientId', a.patient_id, 'patientName', trim(p.given_name || ' ' || p.family_name),
           'start', a.starts_at, 'end', a.ends_at, 'status', a.status, 'reason', a.reason, 'version', a.version)
         AS document
    FROM scheduling.appointment a
    JOIN directory.doctor d ON d.id = a.doctor_id
    JOIN directory.department g ON g.id = d.department_id
    JOIN patients.patient p ON p.id = a.patient_id
   WHERE a.status <> 'HELD';
