package io.clinibus.cluster;

import io.clinibus.platform.DataForm;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Heartbeats of the nodes, in PostgreSQL: without it no node can work anyway. */
final class NodeRepository {

  /** A node whose last heartbeat is older counts as dead. */
  private static final int ALIVE_SECONDS = 4;

  /**
   * @param now by PostgreSQL's clock
   */
  record Roll(Instant now, List<NodeHeartbeat> others) {}

  private final Pool database;

  NodeRepository(Pool database) {
    this.database = database;
  }

  /** Writes this node's heartbeat and reads those of other live nodes. */
  Future<Roll> call(
      UUID id, String name, Set<String> roles, Instant startedAt, Set<UUID> connected) {
    return database
        .preparedQuery(
            """
            WITH gone AS (
              DELETE FROM platform.node WHERE seen_at < now() - interval '1 day'
            ), self AS (
              INSERT INTO platform.node (id, name, roles, started_at, seen_at, connected, data_form)
              VALUES ($1, $2, $3, $4, clock_timestamp(), $5, $7)
              ON CONFLICT (id) DO UPDATE
                SET seen_at = excluded.seen_at, connected = excluded.connected
              RETURNING seen_at
            )
            SELECT (SELECT seen_at FROM self) AS now, n.*
              FROM (SELECT) AS always
              LEFT JOIN platform.node AS n
                     ON n.id <> $1 AND n.seen_at > now() - $6 * interval '1 second'
            """)
        .execute(
            Tuple.of(
                id,
                name,
                roles.toArray(String[]::new),
                Rows.utc(startedAt),
                connected.toArray(UUID[]::new),
                ALIVE_SECONDS,
                DataForm.CURRENT))
        .map(
            rows -> {
              Instant now = null;
              List<NodeHeartbeat> others = new ArrayList<>();
              for (Row row : rows) {
                now = Rows.instant(row, "now");
                if (row.getUUID("id") != null) {
                  others.add(sighting(row));
                }
              }
              return new Roll(now, others);
            });
  }

  Future<Void> leave(UUID id) {
    return database
        .preparedQuery("DELETE FROM platform.node WHERE id = $1")
        .execute(Tuple.of(id))
        .mapEmpty();
  }

  private static NodeHeartbeat sighting(Row row) {
    return new NodeHeartbeat(
        row.getUUID("id"),
        row.getString("name"),
        Set.of(row.getArrayOfStrings("roles")),
        Rows.instant(row, "started_at"),
        Rows.instant(row, "seen_at"),
        Set.of(row.getArrayOfUUIDs("connected")));
  }
}
