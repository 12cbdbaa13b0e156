package io.clinibus.reports;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.reports.api.ReportsApi.Task;
import io.clinibus.reports.api.ReportsApi.TaskKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Counts of what waits for staff, in one statement. */
final class ToDoRepository {

  /** Visits are asked about for so many days. */
  private static final int DAYS = 30;

  private final Pool database;

  ToDoRepository(Pool database) {
    this.database = database;
  }

  /**
   * The tasks of some kinds of which there are any, in the order of their kinds.
   *
   * @param doctorId whose own visits and patients are counted, or null for those of all; also which
   *     proposals: doctors decide those of the medical history, others the rest
   * @param caller for whom reviews of accesses by others are counted
   */
  Future<List<Task>> tasks(Set<TaskKind> kinds, UUID doctorId, Caller caller) {
    return Sql.of(
            """
            WITH today AS (
              SELECT date_trunc('day', now() AT TIME ZONE c.zone) AT TIME ZONE c.zone AS begins
                FROM scheduling.clinic c),
            task (kind, count) AS (
              SELECT 'OPEN_VISITS', count(*)::int
                FROM today, scheduling.open_appointment a
               WHERE a.starts_at < today.begins AND a.starts_at >= today.begins - make_interval(days => ?)
                 AND (?::uuid IS NULL OR a.doctor_id = ?)
              UNION ALL
              SELECT 'PROPOSALS', count(DISTINCT p.patient_id)::int
                FROM patients.open_proposal p
               WHERE (p.part = 'MEDICAL_HISTORY') = (?::uuid IS NOT NULL)
                 AND (?::uuid IS NULL OR EXISTS (
                   SELECT FROM scheduling.doctor_patient d
                    WHERE d.doctor_id = ? AND d.patient_id = p.patient_id))
              UNION ALL
              SELECT 'DUPLICATES', count(*)::int FROM patients.open_duplicate
              UNION ALL
              SELECT 'ERASURES', count(*)::int FROM privacy.requested_erasure
              UNION ALL
              SELECT 'EMERGENCY_REVIEWS', count(*)::int FROM patients.unreviewed_emergency u
               WHERE u.actor_id IS DISTINCT FROM ? AND (? OR NOT u.by_officer)
              UNION ALL
              SELECT 'UNDELIVERED_MAILS', count(*)::int FROM notifications.undelivered_mail)
            SELECT kind, count FROM task WHERE count > 0 AND kind = ANY (?)
             ORDER BY array_position(?, kind)
            """,
            DAYS,
            doctorId,
            doctorId,
            doctorId,
            doctorId,
            doctorId,
            caller.userId(),
            caller.has(Role.PRIVACY_OFFICER),
            names(kinds),
            names(kinds))
        .execute(database)
        .map(rows -> Rows.list(rows, ToDoRepository::task));
  }

  private static String[] names(Set<TaskKind> kinds) {
    return kinds.stream().map(Enum::name).toArray(String[]::new);
  }

  private static Task task(Row row) {
    return new Task(Rows.constant(row, "kind", TaskKind.class), row.getInteger("count"));
  }
}
