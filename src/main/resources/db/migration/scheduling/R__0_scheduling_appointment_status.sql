-- The sets of statuses of appointments, each defined here and nowhere else. The planner replaces these functions by what
-- they return: a partial index on the same condition is used.

-- What an appointment can be that is not a hold, in the order of its life.
CREATE OR REPLACE FUNCTION scheduling.appointment_statuses() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED', 'CANCELLED', 'NO_SHOW'];

-- The same without what was cancelled.
CREATE OR REPLACE FUNCTION scheduling.uncancelled_statuses() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION', 'COMPLETED', 'NO_SHOW'];

-- Whether an appointment lies ahead or is under way.
CREATE OR REPLACE FUNCTION scheduling.is_open(status text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status IN ('BOOKED', 'CHECKED_IN', 'IN_CONSULTATION');

-- Whether an appointment or a hold takes its time of the doctor: the condition of doctor_never_double_booked.
CREATE OR REPLACE FUNCTION scheduling.takes_doctor_time(status text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status NOT IN ('CANCELLED', 'NO_SHOW');

-- Whether it takes its time of the patient: the condition of patient_never_double_booked.
CREATE OR REPLACE FUNCTION scheduling.takes_patient_time(status text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status NOT IN ('CANCELLED', 'NO_SHOW', 'HELD');
