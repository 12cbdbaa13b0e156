-- Reading the outbox by snapshots. A reader keeps the snapshot in which all events are visible that it has read; unread
-- are those of transactions that began later, and of those that were running then. So each event is read once, also
-- while a transaction stays open for hours.

-- A snapshot of this server's transactions. After a restore a reader's may be ahead of them all: then nothing that is
-- still running, or later, counts as read.
CREATE OR REPLACE FUNCTION platform.known_snapshot(read pg_snapshot) RETURNS pg_snapshot LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN pg_snapshot_xmax(read) <= pg_snapshot_xmax(now) THEN read
              ELSE (pg_snapshot_xmin(now) || ':' || pg_snapshot_xmin(now) || ':')::pg_snapshot END
    FROM pg_current_snapshot() AS now
$$;

-- Unread events of a type (NULL: of all types), the first by transaction; all of a transaction or none.
CREATE OR REPLACE FUNCTION platform.unread_events(read pg_snapshot, of_type text, at_most integer)
  RETURNS SETOF platform.outbox LANGUAGE sql STABLE AS $$
  SELECT * FROM (
    (SELECT o.* FROM platform.outbox o
      WHERE o.xid >= pg_snapshot_xmax(read) AND (of_type IS NULL OR o.type = of_type)
      ORDER BY o.xid FETCH FIRST (at_most) ROWS WITH TIES)
    UNION ALL
    (SELECT o.* FROM platform.outbox o
      WHERE o.xid = ANY (ARRAY(SELECT pg_snapshot_xip(read))) AND (of_type IS NULL OR o.type = of_type)
      ORDER BY o.xid FETCH FIRST (at_most) ROWS WITH TIES)) AS o
   ORDER BY o.xid FETCH FIRST (at_most) ROWS WITH TIES
$$;

-- The snapshot of what a reader has read after it read on to a transaction (NULL: to the end).
CREATE OR REPLACE FUNCTION platform.read_on(read pg_snapshot, last xid8) RETURNS pg_snapshot LANGUAGE sql STABLE AS $$
  SELECT CASE
           WHEN last IS NULL OR last >= pg_snapshot_xmax(now) THEN now
           ELSE (SELECT (coalesce(min(x.xid::text::bigint), top.xid) || ':' || top.xid || ':'
                         || coalesce(string_agg(x.xid::text, ',' ORDER BY x.xid), ''))::pg_snapshot
                   FROM (SELECT greatest(pg_snapshot_xmax(read)::text::bigint, last::text::bigint + 1) AS xid) AS top
                   LEFT JOIN (SELECT pg_snapshot_xip(read) AS xid UNION SELECT pg_snapshot_xip(now)) AS x
                     ON x.xid::text::bigint < top.xid AND (x.xid > last OR NOT pg_visible_in_snapshot(x.xid, now))
                  GROUP BY top.xid) END
    FROM pg_current_snapshot() AS now
$$;
