-- Sets of appointment statuses, defined only here. The planner inlines these functions, so that a partial index on the
-- same condition is used.

-- All statuses but HELD, in the order of transitions.
CREATE OR REPLACE FUNCTION scheduling.appointment_statuses() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED', 'CANCELLED', 'NO_SHOW'];

-- The same without CANCELLED.
CREATE OR REPLACE FUNCTION scheduling.uncancelled_statuses() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED', 'NO_SHOW'];

-- Those of visits that take place: neither cancelled nor missed.
CREATE OR REPLACE FUNCTION scheduling.taking_place_statuses() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED'];

-- Those from check-in on: the patient has come.
CREATE OR REPLACE FUNCTION scheduling.attended_statuses() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY['CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED'];

-- Whether an appointment is upcoming or in progress.
CREATE OR REPLACE FUNCTION scheduling.is_open(status text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status IN ('BOOKED', 'CHECKED_IN', 'IN_CONSULTATION');

-- Whether an appointment or a hold occupies the doctor: with the lane, the condition of doctor_never_double_booked and
-- doctor_never_overbooked_twice.
CREATE OR REPLACE FUNCTION scheduling.takes_doctor_time(status text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status NOT IN ('CANCELLED', 'NO_SHOW');

-- Whether it occupies the patient: the condition of patient_never_double_booked.
CREATE OR REPLACE FUNCTION scheduling.takes_patient_time(status text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status NOT IN ('CANCELLED', 'NO_SHOW', 'HELD');
