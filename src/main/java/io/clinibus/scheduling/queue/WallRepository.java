package io.clinibus.scheduling.queue;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.scheduling.api.QueueApi.Wall;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.TimeRange;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Screens in waiting rooms, and what the wait is expected from, in PostgreSQL. */
public final class WallRepository {

  static final int MOST = 20;

  /**
   * How a doctor of the day works.
   *
   * @param begun when the visit began that is going on; null if there is none
   */
  public record DoctorPace(UUID doctorId, WaitEstimate.Pace pace, Instant begun) {}

  private final Pool database;

  public WallRepository(Pool database) {
    this.database = database;
  }

  Future<List<Wall>> list(ClinicRules clinic) {
    return database
        .preparedQuery(
            "SELECT id, name, created_at FROM scheduling.wall ORDER BY created_at, id LIMIT $1")
        .execute(Tuple.of(MOST))
        .map(rows -> Rows.list(rows, row -> wall(row, clinic)));
  }

  Future<Boolean> exists(UUID id) {
    return database
        .preparedQuery("SELECT EXISTS (SELECT FROM scheduling.wall WHERE id = $1)")
        .execute(Tuple.of(id))
        .map(Rows::isTrue);
  }

  /** Adds a screen; {@code TOO_MANY_WALLS} if there are as many as can be. */
  Future<Wall> add(UUID id, String name, Instant at, ClinicRules clinic, Caller caller) {
    return AuditedTransaction.run(
        database,
        caller,
        connection ->
            connection
                .query("LOCK TABLE scheduling.wall IN EXCLUSIVE MODE")
                .execute()
                .compose(
                    locked ->
                        connection
                            .preparedQuery(
                                """
                                INSERT INTO scheduling.wall (id, name, created_at)
                                SELECT $1, $2, $3
                                 WHERE (SELECT count(*) FROM scheduling.wall) < $4
                                RETURNING id, name, created_at
                                """)
                            .execute(Tuple.of(id, name, Rows.utc(at), MOST)))
                .map(
                    rows ->
                        Rows.first(rows)
                            .map(row -> wall(row, clinic))
                            .orElseThrow(() -> Failure.of(SchedulingFailures.TOO_MANY_WALLS))));
  }

  /** Removes a screen; {@code NOT_FOUND} if there is none. */
  Future<CommittedEvents> remove(UUID id, Caller caller) {
    return AuditedTransaction.run(
        database,
        caller,
        connection ->
            connection
                .preparedQuery(
                    """
                    WITH gone AS (DELETE FROM scheduling.wall WHERE id = $1 RETURNING id)
                    SELECT scheduling.tell(
                             'scheduling.wall-removed', jsonb_build_object('wallId', id))::text AS events
                      FROM gone
                    """)
                .execute(Tuple.of(id))
                .map(
                    rows ->
                        Rows.first(rows)
                            .map(
                                row ->
                                    CommittedEvents.parse(
                                        row.getString("events"), SchedulingEvents.ALL))
                            .orElseThrow(() -> Failure.notFound("wall"))));
  }

  /** How the doctors work for whom somebody waits or is in the room on a day. */
  public Future<List<DoctorPace>> paces(TimeRange day) {
    return paces(Rows.utc(day.start()), Rows.utc(day.end()))
        .execute(database)
        .map(rows -> Rows.list(rows, WallRepository::pace));
  }

  private static Sql paces(Object from, Object until) {
    return Sql.of(
        """
        SELECT c.doctor_id, c.visit_min, going.begun, coalesce(over.visits, 0) AS visits, over.half,
               over.most
          FROM (SELECT DISTINCT a.doctor_id FROM scheduling.appointment a
                 WHERE a.status = 'CHECKED_IN' AND a.starts_at >= ? AND a.starts_at < ?) AS w
          JOIN scheduling.calendar c ON c.doctor_id = w.doctor_id
          LEFT JOIN LATERAL (
            SELECT max(a.status_since) AS begun FROM scheduling.appointment a
             WHERE a.doctor_id = w.doctor_id AND a.status = 'IN_CONSULTATION'
               AND a.starts_at >= ? AND a.starts_at < ?) AS going ON true
          LEFT JOIN LATERAL (
            SELECT count(*)::int AS visits,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY v.seconds) AS half,
                   percentile_cont(0.8) WITHIN GROUP (ORDER BY v.seconds) AS most
              FROM (SELECT extract(epoch FROM a.status_since - (
                             SELECT max(h.at) FROM scheduling.appointment_change h
                              WHERE h.appointment_id = a.id AND h.status = 'IN_CONSULTATION'))
                           ::double precision AS seconds
                      FROM scheduling.appointment a
                     WHERE a.doctor_id = w.doctor_id AND a.status = 'COMPLETED'
                       AND a.starts_at >= ? AND a.starts_at < ?) AS v
             WHERE v.seconds > 0) AS over ON true
        """,
        from,
        until,
        from,
        until,
        from,
        until);
  }

  private static DoctorPace pace(Row row) {
    return new DoctorPace(
        row.getUUID("doctor_id"),
        WaitEstimate.Pace.of(
            row.getInteger("visits"),
            seconds(row, "half"),
            seconds(row, "most"),
            Duration.ofMinutes(row.getInteger("visit_min"))),
        Rows.instant(row, "begun"));
  }

  private static Duration seconds(Row row, String column) {
    Double seconds = row.getDouble(column);
    return seconds == null ? Duration.ZERO : Duration.ofSeconds(Math.round(seconds));
  }

  private static Wall wall(Row row, ClinicRules clinic) {
    return new Wall(
        row.getUUID("id"), row.getString("name"), clinic.local(Rows.instant(row, "created_at")));
  }
}
