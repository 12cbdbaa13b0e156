-- Claims mails that are due. Of a series the last one alone is sent, and not before an earlier one that is being sent has
-- been concluded; those that it overtakes are void. A quarter of the places is kept for mails that are not urgent. One
-- node claims at a time: what another is sending must be visible. Mails about a change that was undone before its mail was
-- sent, and about undoing it, are void.
CREATE OR REPLACE FUNCTION notifications.claim(at timestamptz, lease timestamptz, at_most integer)
  RETURNS SETOF notifications.delivery LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('notifications.claim', 0)) THEN
    RETURN;
  END IF;
  UPDATE notifications.delivery d SET state = 'VOID', due_at = at
    FROM notifications.delivery undoing
    JOIN notifications.delivery undone
      ON notifications.series(undone.key) = notifications.series(undoing.key)
     AND notifications.series_version(undone.key) = notifications.series_version(undoing.key) - 1
   WHERE undoing.undoes AND undoing.state = 'DUE' AND undoing.attempts = 0
     AND undone.state = 'DUE' AND undone.attempts = 0
     AND d.id IN (undoing.id, undone.id);
  RETURN QUERY
  WITH claimable AS (
    SELECT d.id, d.urgent, d.due_at, row_number() OVER (PARTITION BY d.urgent ORDER BY d.due_at) AS place
      FROM ((SELECT * FROM notifications.due(true, at, at_most)) UNION ALL
            (SELECT * FROM notifications.due(false, at, at_most))) AS d),
  claimed AS (
    UPDATE notifications.delivery d SET attempts = attempts + 1, due_at = lease, failure = NULL
     WHERE d.id IN (SELECT c.id FROM claimable c
                     ORDER BY c.place > CASE WHEN c.urgent THEN at_most - at_most / 4 ELSE at_most / 4 END,
                              c.urgent DESC, c.due_at
                     LIMIT at_most)
    RETURNING d.*),
  overtaken AS (
    UPDATE notifications.delivery d SET state = 'VOID', due_at = at
      FROM claimed c
     WHERE d.state = 'DUE' AND notifications.series(d.key) = notifications.series(c.key)
       AND notifications.series_version(d.key) < notifications.series_version(c.key))
  SELECT * FROM claimed;
END $$;

CREATE OR REPLACE FUNCTION notifications.due(is_urgent boolean, at timestamptz, at_most integer)
  RETURNS SETOF notifications.delivery LANGUAGE sql STABLE AS $$
  SELECT d.* FROM notifications.delivery d
   WHERE d.state = 'DUE' AND d.urgent = is_urgent AND d.due_at <= at
     AND NOT EXISTS (
       SELECT FROM notifications.delivery other
        WHERE other.state = 'DUE' AND other.id <> d.id
          AND notifications.series(other.key) = notifications.series(d.key)
          AND (notifications.series_version(other.key) > notifications.series_version(d.key)
               OR other.attempts > 0 AND other.failure IS NULL AND other.due_at > at))
   ORDER BY d.due_at LIMIT at_most
$$;
