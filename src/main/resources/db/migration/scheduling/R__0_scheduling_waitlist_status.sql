-- Sets of waitlist statuses, defined only here.

-- Whether a waitlist entry is open (waiting or offered): the condition of the waitlist's indexes.
CREATE OR REPLACE FUNCTION scheduling.is_open_entry(status text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status IN ('WAITING', 'OFFERED');
