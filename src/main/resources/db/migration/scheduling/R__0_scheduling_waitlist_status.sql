-- The sets of statuses of the waitlist, defined here and nowhere else.

-- Whether an entry of the waitlist still waits for a time or for an answer: the condition of the waitlist's indexes.
CREATE OR REPLACE FUNCTION scheduling.is_open_entry(status text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status IN ('WAITING', 'OFFERED');
