package io.clinibus.scheduling.agenda;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.db.Rows;
import io.clinibus.scheduling.api.AgendaApi.DayDoctor;
import io.clinibus.scheduling.api.AgendaApi.DayVisit;
import io.clinibus.scheduling.calendar.TimeRange;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** Reads a department's day in one statement, that is in one snapshot. */
public final class DepartmentDayRepository {

  /** The doctors and their visits, up to a limit that no dashboard reaches. */
  record Found(List<DayDoctor> doctors, List<DayVisit> visits) {}

  private static final String FIND =
      """
      WITH staff AS (
        SELECT d.id, d.name, d.listed_name, d.room, d.sort_name
          FROM directory.doctor_profile d
         WHERE d.department_id = $1 AND d.active
         ORDER BY d.sort_name, d.id LIMIT 500)
      SELECT (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'id', id, 'name', name, 'listedName', listed_name, 'room', room)
                       ORDER BY sort_name, id), '[]')
                FROM staff)::text AS doctors,
             (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'id', v.id, 'doctorId', v.doctor_id, 'patientId', v.patient_id,
                       'patientName', v.name, 'patientListedName', v.listed_name, 'start', v.starts_at,
                       'end', v.ends_at, 'status', v.status, 'since', v.status_since, 'lane', v.lane,
                       'version', v.version,
                       'typeMark', CASE WHEN v.type_name IS NOT NULL
                         THEN jsonb_build_object('name', v.type_name, 'colour', v.colour) END)
                       ORDER BY v.starts_at, v.id), '[]')
                FROM (SELECT a.*, p.name, p.listed_name, t.name AS type_name, t.colour
                        FROM staff
                        JOIN scheduling.appointment a ON a.doctor_id = staff.id
                        JOIN patients.contact p ON p.id = a.patient_id
                        LEFT JOIN scheduling.visit_type t ON t.id = a.visit_type_id
                       WHERE a.starts_at >= $2 AND a.starts_at < $3 AND a.status <> 'HELD'
                       ORDER BY a.starts_at, a.id LIMIT 10000) AS v)::text AS visits
        FROM directory.department_profile g
       WHERE g.id = $1 AND g.active
      """;

  private final Pool database;

  public DepartmentDayRepository(Pool database) {
    this.database = database;
  }

  /**
   * A department's active doctors and those of their visits that start within a range.
   *
   * @return {@code NOT_FOUND} if the department does not exist
   */
  Future<Found> find(UUID departmentId, TimeRange day) {
    return database
        .preparedQuery(FIND)
        .execute(Tuple.of(departmentId, Rows.utc(day.start()), Rows.utc(day.end())))
        .map(
            rows ->
                Rows.first(rows)
                    .map(DepartmentDayRepository::found)
                    .orElseThrow(() -> Failure.notFound("department")));
  }

  /**
   * The department of an active doctor.
   *
   * @return {@code NOT_FOUND} if the doctor does not exist
   */
  Future<UUID> departmentOf(UUID doctorId) {
    return database
        .preparedQuery(
            """
            SELECT department_id FROM directory.doctor_profile WHERE id = $1 AND active
            """)
        .execute(Tuple.of(doctorId))
        .map(
            rows ->
                Rows.first(rows)
                    .map(row -> row.getUUID("department_id"))
                    .orElseThrow(() -> Failure.notFound("doctor")));
  }

  private static Found found(Row row) {
    try {
      return new Found(
          List.of(Json.MAPPER.readValue(row.getString("doctors"), DayDoctor[].class)),
          List.of(Json.MAPPER.readValue(row.getString("visits"), DayVisit[].class)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unexpected shape of a department's day", e);
    }
  }
}
