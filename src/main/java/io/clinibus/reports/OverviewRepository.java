package io.clinibus.reports;

import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Counts for the overview. Appointments are counted by an index-only scan of a range for each day
 * and status; holds are not counted.
 */
final class OverviewRepository {

  record Totals(int doctors, int patients, int newPatients) {}

  record Count(LocalDate day, String status, int appointments, int minutes) {}

  record Offered(LocalDate day, UUID departmentId, int minutes) {}

  record Department(UUID id, String name, int appointments, int waiting, int minutes) {}

  private static final String TOTALS =
      """
      SELECT (SELECT count(*)::int FROM directory.doctor_profile WHERE active) AS doctors,
             (SELECT count(*)::int FROM patients.registration) AS patients,
             (SELECT count(*)::int FROM patients.registration
               WHERE registered_at > $1) AS new_patients
      """;

  private static final String COUNTS =
      """
      SELECT d.day, s.status, c.appointments, c.minutes
        FROM unnest($1::date[], $2::timestamptz[], $3::timestamptz[]) AS d (day, begins, ends)
       CROSS JOIN unnest(scheduling.appointment_statuses()) AS s (status)
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS appointments,
                (extract(epoch FROM sum(a.ends_at - a.starts_at)) / 60)::int AS minutes
           FROM scheduling.appointment_summary a
          WHERE a.status = s.status AND a.starts_at >= d.begins AND a.starts_at < d.ends) AS c
       WHERE c.appointments > 0
      """;

  /**
   * Hours are summed by weekday, except for days with leave or extra hours and days on which the
   * clock changes: those are computed one by one. A window that opens or closes at a time the clock
   * skips does so at the change; at a repeated time it opens the first time and closes the second.
   */
  private static final String OFFERED =
      """
      WITH day AS MATERIALIZED (
        SELECT d.*, extract(isodow FROM d.day)::smallint AS weekday,
               coalesce(d.change_at, 'infinity') AS change, d.change_at IS NULL AS plain,
               EXISTS (SELECT FROM scheduling.clinic_holiday h WHERE h.day = d.day) AS holiday
          FROM unnest($1::date[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[],
                      $5::timestamptz[], $6::int[])
               AS d (day, begins, ends, base, change_at, shift_seconds)),
      doctor AS MATERIALIZED (
        SELECT d.id, d.department_id
          FROM directory.doctor_profile d JOIN scheduling.open_calendar c ON c.doctor_id = d.id
         WHERE d.active),
      weekly AS MATERIALIZED (
        SELECT doctor.department_id, w.weekday, w.valid_from, w.valid_until,
               sum(w.closes - w.opens) AS hours
          FROM scheduling.weekly_hours w JOIN doctor ON doctor.id = w.doctor_id
         GROUP BY 1, 2, 3, 4),
      exceptions AS MATERIALIZED (
        SELECT e.doctor_id, day.day, range_agg(e.during) FILTER (WHERE e.kind = 'LEAVE') AS leave,
               range_agg(e.during * tstzrange(day.begins, day.ends))
                 FILTER (WHERE e.kind = 'EXTRA_HOURS') AS extra
          FROM (SELECT * FROM scheduling.hours_exception
                 WHERE during && tstzrange($7, $8) OFFSET 0) AS e
          JOIN day ON e.during && tstzrange(day.begins, day.ends)
         GROUP BY 1, 2),
      special AS (
        SELECT doctor.id, doctor.department_id, x.leave, x.extra, day.*
          FROM exceptions x JOIN day USING (day) JOIN doctor ON doctor.id = x.doctor_id
         UNION ALL
        SELECT doctor.id, doctor.department_id, null, null, day.*
          FROM day, doctor
         WHERE NOT day.plain AND (doctor.id, day.day) NOT IN (SELECT doctor_id, day FROM exceptions)),
      corrected AS (
        SELECT s.day, s.department_id,
               coalesce(really.hours, '0') - coalesce(windows.plainly, '0') AS hours
          FROM special s
         CROSS JOIN LATERAL (
           SELECT range_agg(tstzrange(o.opens, o.closes)) AS open,
                  sum(o.length) FILTER (WHERE s.plain) AS plainly
             FROM scheduling.weekly_hours w
            CROSS JOIN LATERAL (SELECT make_interval(secs => s.shift_seconds) AS shift) AS by
            CROSS JOIN LATERAL (
              SELECT CASE WHEN s.base + w.opens < s.change THEN s.base + w.opens
                          ELSE greatest(s.base + w.opens - shift, s.change) END AS opens,
                     CASE WHEN s.base + w.closes - shift >= s.change THEN s.base + w.closes - shift
                          ELSE least(s.base + w.closes, s.change) END AS closes,
                     w.closes - w.opens AS length) AS o
            WHERE w.doctor_id = s.id AND w.weekday = s.weekday AND NOT s.holiday
              AND s.day BETWEEN w.valid_from AND w.valid_until) AS windows
         CROSS JOIN LATERAL (
           SELECT sum(upper(r) - lower(r)) AS hours
             FROM unnest(coalesce(windows.open, '{}') + coalesce(s.extra, '{}')
                         - coalesce(s.leave, '{}')) AS r) AS really)
      SELECT day, department_id, (extract(epoch FROM sum(hours)) / 60)::int AS minutes
        FROM (SELECT day.day, weekly.department_id, weekly.hours
                FROM day JOIN weekly ON weekly.weekday = day.weekday
                 AND day.day BETWEEN weekly.valid_from AND weekly.valid_until
               WHERE day.plain AND NOT day.holiday
              UNION ALL
              SELECT * FROM corrected) AS hours
       GROUP BY day, department_id
      """;

  private static final String DEPARTMENTS =
      """
      SELECT g.id, g.name, coalesce(t.appointments, 0) AS appointments,
             coalesce(t.waiting, 0) AS waiting, coalesce(t.minutes, 0) AS minutes
        FROM directory.department_profile g
        LEFT JOIN (
          SELECT d.department_id, count(*)::int AS appointments,
                 count(*) FILTER (WHERE a.status = 'CHECKED_IN')::int AS waiting,
                 (extract(epoch FROM coalesce(
                    sum(a.ends_at - a.starts_at) FILTER (WHERE a.status <> 'NO_SHOW'), '0')) / 60)::int
                   AS minutes
            FROM scheduling.appointment_summary a
            JOIN directory.doctor_profile d ON d.id = a.doctor_id
           WHERE a.status = ANY (scheduling.uncancelled_statuses())
             AND a.starts_at >= $1 AND a.starts_at < $2
           GROUP BY 1) AS t ON t.department_id = g.id
       WHERE g.active
       ORDER BY g.sort_name, g.id LIMIT 500
      """;

  private final Pool database;

  OverviewRepository(Pool database) {
    this.database = database;
  }

  /** The clinic's time zone, which determines the days. */
  Future<ZoneId> zone() {
    return database
        .preparedQuery("SELECT zone FROM scheduling.clinic")
        .execute()
        .map(rows -> ZoneId.of(Rows.one(rows).getString("zone")));
  }

  /**
   * @param since patients registered since then are new
   */
  Future<Totals> totals(Instant since) {
    return database
        .preparedQuery(TOTALS)
        .execute(Tuple.of(Rows.utc(since)))
        .map(
            rows -> {
              Row row = Rows.one(rows);
              return new Totals(
                  row.getInteger("doctors"),
                  row.getInteger("patients"),
                  row.getInteger("new_patients"));
            });
  }

  /** The number of appointments by status that start on each day; zeros are omitted. */
  Future<List<Count>> counts(List<ReportDay> days) {
    return list(
        COUNTS,
        Tuple.of(dates(days), instants(days, ReportDay::begins), instants(days, ReportDay::ends)),
        row ->
            new Count(
                row.getLocalDate("day"),
                row.getString("status"),
                row.getInteger("appointments"),
                row.getInteger("minutes")));
  }

  /** The minutes offered by the departments' doctors on each day. */
  Future<List<Offered>> offered(List<ReportDay> days) {
    return list(
        OFFERED,
        Tuple.from(
            new Object[] {
              dates(days),
              instants(days, ReportDay::begins),
              instants(days, ReportDay::ends),
              instants(days, ReportDay::base),
              instants(days, ReportDay::change),
              days.stream().map(day -> (int) day.shift().toSeconds()).toArray(Integer[]::new),
              Rows.utc(days.get(0).begins()),
              Rows.utc(days.get(days.size() - 1).ends())
            }),
        row ->
            new Offered(
                row.getLocalDate("day"), row.getUUID("department_id"), row.getInteger("minutes")));
  }

  /** The departments with their appointments of a day. */
  Future<List<Department>> departments(ReportDay day) {
    return list(
        DEPARTMENTS,
        Tuple.of(Rows.utc(day.begins()), Rows.utc(day.ends())),
        row ->
            new Department(
                row.getUUID("id"),
                row.getString("name"),
                row.getInteger("appointments"),
                row.getInteger("waiting"),
                row.getInteger("minutes")));
  }

  private <T> Future<List<T>> list(String sql, Tuple values, Function<Row, T> mapper) {
    return database.preparedQuery(sql).execute(values).map(rows -> Rows.list(rows, mapper));
  }

  private static LocalDate[] dates(List<ReportDay> days) {
    return days.stream().map(ReportDay::date).toArray(LocalDate[]::new);
  }

  private static OffsetDateTime[] instants(
      List<ReportDay> days, Function<ReportDay, Instant> instant) {
    return days.stream().map(instant).map(Rows::utc).toArray(OffsetDateTime[]::new);
  }
}
