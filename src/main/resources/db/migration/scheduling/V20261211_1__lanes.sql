-- A doctor's day has two lanes: REGULAR visits and holds, and OVERBOOKED visits beside them. Each has its own constraint.
-- The indexes are built under an exclusive lock, which is asked for in short attempts, so that bookings do not queue
-- behind this script while it waits for a long transaction.
DO $$
BEGIN
  FOR attempt IN 1 .. 120 LOOP
    BEGIN
      SET LOCAL lock_timeout = '1s';
      LOCK TABLE scheduling.appointment IN ACCESS EXCLUSIVE MODE;
      RETURN;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM pg_sleep(0.5);
    END;
  END LOOP;
  RAISE lock_not_available USING MESSAGE = 'scheduling.appointment is locked by a long transaction';
END $$;
SET LOCAL lock_timeout = 0;
SET LOCAL maintenance_work_mem = '256MB';

ALTER TABLE scheduling.appointment
  ADD COLUMN lane text NOT NULL DEFAULT 'REGULAR' CONSTRAINT appointment_lane CHECK (lane IN ('REGULAR', 'OVERBOOKED')),
  ADD CONSTRAINT holds_are_regular CHECK (status <> 'HELD' OR lane = 'REGULAR'),
  DROP CONSTRAINT doctor_never_double_booked,
  ADD CONSTRAINT doctor_never_double_booked EXCLUDE USING gist (doctor_id WITH =, during WITH &&)
    WHERE (status NOT IN ('CANCELLED', 'NO_SHOW') AND lane = 'REGULAR'),
  ADD CONSTRAINT doctor_never_overbooked_twice EXCLUDE USING gist (doctor_id WITH =, during WITH &&)
    WHERE (status NOT IN ('CANCELLED', 'NO_SHOW') AND lane = 'OVERBOOKED');

-- How many overbooked visits a doctor's day can have.
ALTER TABLE scheduling.policy
  ADD COLUMN max_overbooked_a_day integer NOT NULL DEFAULT 2 CHECK (max_overbooked_a_day BETWEEN 0 AND 20);
