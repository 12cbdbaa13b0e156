-- Acquires a turn: whether a job, identified by its domain and name, is due. Returns true to one caller; to no other
-- until the pause is over.
CREATE OR REPLACE FUNCTION platform.take_turn(work text, at timestamptz, pause interval) RETURNS boolean
  LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM platform.turn t WHERE t.name = work AND t.due > at) THEN
    RETURN false;  -- without a lock, which would be written to disk
  END IF;
  INSERT INTO platform.turn AS t (name, due) VALUES (work, at + pause)
  ON CONFLICT (name) DO UPDATE SET due = at + pause WHERE t.due <= at;
  RETURN FOUND;
END $$;
