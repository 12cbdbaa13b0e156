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

-- Serialises all changes of waitlist entries and offers; taken after all other locks.
CREATE OR REPLACE FUNCTION scheduling.lock_waitlist() RETURNS void
  LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(scheduling.lock_key('waitlist')) $$;
