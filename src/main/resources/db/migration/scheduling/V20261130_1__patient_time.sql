-- A patient is occupied by the visit alone: the buffer after it, which `during` includes, is the doctor's. The range is
-- an expression of the index and no column, so that the table is not rewritten; what satisfied the former constraint
-- satisfies this one. The index is built under an exclusive lock. The lock is asked for in short attempts, so
-- that bookings do not queue behind this script while it waits for a long transaction.
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
  DROP CONSTRAINT patient_never_double_booked,
  ADD CONSTRAINT patient_never_double_booked
    EXCLUDE USING gist (patient_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (status NOT IN ('CANCELLED', 'NO_SHOW', 'HELD'));
