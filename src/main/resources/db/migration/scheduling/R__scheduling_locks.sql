-- Locks, in the order in which all transactions take them, so that no two wait for each other:
--
--   1. open appointments of a patient (book_own)
--   2. the clinic's rules, then the doctors' rules by id (shared; exclusive for those who change them)
--   3. doctor-days by doctor and day
--   4. the patient who is moved, the holds of visitors, the user who holds
--   5. waitlist entries
--
-- Of entries, two kinds of access exist. What picks entries (an offer, their end) skips those that another transaction
-- has locked, and so waits for none. What changes one entry waits for its row: the end of an offer only under the lock
-- of the offered day, a patient who leaves without any other lock. Only the release of expired offers both picks
-- entries and ends offers in turn, and one transaction at a time does so.

CREATE OR REPLACE FUNCTION scheduling.lock_key(what text) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN hashtextextended(what, 20261122);

-- Doctors and days are parallel arrays in order, without repetition.
CREATE OR REPLACE FUNCTION scheduling.lock_days(doctors uuid[], days date[]) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(scheduling.lock_key('clinic'));
  FOR i IN 1 .. cardinality(doctors) LOOP
    IF i = 1 OR doctors[i] <> doctors[i - 1] THEN
      PERFORM pg_advisory_xact_lock_shared(scheduling.lock_key(doctors[i]::text));
    END IF;
  END LOOP;
  FOR i IN 1 .. cardinality(doctors) LOOP
    PERFORM pg_advisory_xact_lock(scheduling.lock_key(doctors[i]::text || days[i]::text));
  END LOOP;
END $$;

-- Locks the days that ranges of doctors' time affect, and the rules that determine them.
CREATE OR REPLACE FUNCTION scheduling.lock_touched(doctors uuid[], stretches tstzrange[]) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(scheduling.lock_key('clinic'));
  PERFORM pg_advisory_xact_lock_shared(scheduling.lock_key(d.id::text))
     FROM (SELECT DISTINCT id FROM unnest(doctors) AS id ORDER BY id) AS d;
  PERFORM scheduling.lock_days(array_agg(k.doctor ORDER BY k.doctor, k.day), array_agg(k.day ORDER BY k.doctor, k.day))
     FROM (SELECT DISTINCT t.doctor, day
             FROM unnest(doctors, stretches) AS t (doctor, stretch),
                  unnest(scheduling.touched_days(t.doctor, t.stretch)) AS day) AS k
   HAVING count(*) > 0;
END $$;
