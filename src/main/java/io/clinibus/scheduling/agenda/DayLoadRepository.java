package io.clinibus.scheduling.agenda;

import io.clinibus.platform.db.Rows;
import io.clinibus.scheduling.api.AgendaApi.DoctorLoad;
import io.clinibus.scheduling.calendar.TimeRange;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.List;

/** Reads how many visits each doctor has on a day and when the next ones are. */
public final class DayLoadRepository {

  /** Of each doctor the visits of one day, and by index the first later one of each status. */
  private static final String FIND =
      """
      SELECT d.id, d.department_id, on_day.visits, on_day.open,
             (later.starts_at AT TIME ZONE $3)::date AS next_day
        FROM (SELECT p.id, p.department_id FROM directory.doctor_profile p
               WHERE p.active ORDER BY p.id LIMIT 1000) AS d
       CROSS JOIN LATERAL (
         SELECT count(*)::integer AS visits,
                (count(*) FILTER (WHERE a.status <> 'COMPLETED'))::integer AS open
           FROM scheduling.appointment a
          WHERE a.doctor_id = d.id AND a.starts_at >= $1 AND a.starts_at < $2
            AND a.status = ANY (scheduling.taking_place_statuses())) AS on_day
       CROSS JOIN LATERAL (
         SELECT min(first.starts_at) AS starts_at
           FROM unnest(scheduling.taking_place_statuses()) AS s (status)
          CROSS JOIN LATERAL (
            SELECT a.starts_at FROM scheduling.appointment a
             WHERE a.doctor_id = d.id AND a.status = s.status AND a.starts_at >= $2
             ORDER BY a.starts_at LIMIT 1) AS first) AS later
      """;

  private final Pool database;

  public DayLoadRepository(Pool database) {
    this.database = database;
  }

  Future<List<DoctorLoad>> find(TimeRange day, ZoneId zone) {
    return database
        .preparedQuery(FIND)
        .execute(Tuple.of(Rows.utc(day.start()), Rows.utc(day.end()), zone.getId()))
        .map(rows -> Rows.list(rows, DayLoadRepository::load));
  }

  private static DoctorLoad load(Row row) {
    return new DoctorLoad(
        row.getUUID("id"),
        row.getUUID("department_id"),
        row.getInteger("visits"),
        row.getInteger("open"),
        row.getLocalDate("next_day"));
  }
}
