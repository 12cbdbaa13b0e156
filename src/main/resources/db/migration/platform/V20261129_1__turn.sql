-- Turns are any domain's: which node does a piece of work that one does for all.
ALTER TABLE scheduling.turn SET SCHEMA platform;
UPDATE platform.turn SET name = 'scheduling.' || name;

-- Nodes of release 0.1.0, which go on while a cluster is upgraded, take the same turns by this name.
CREATE OR REPLACE FUNCTION scheduling.take_turn(work text, at timestamptz, pause interval) RETURNS boolean
  LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO platform.turn AS t (name, due) VALUES ('scheduling.' || work, at + pause)
  ON CONFLICT (name) DO UPDATE SET due = at + pause WHERE t.due <= at;
  RETURN FOUND;
END $$;
