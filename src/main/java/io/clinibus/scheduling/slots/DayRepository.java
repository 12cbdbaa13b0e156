package io.clinibus.scheduling.slots;

import io.clinibus.platform.db.Rows;
import io.clinibus.scheduling.api.SlotsApi.FindFirstFree;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.TimeRange;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the appointments and holds of doctors' days. */
public final class DayRepository {

  /** The longest visit plus buffer: how far a slot may reach into the next day. */
  private static final Duration LONGEST = Duration.ofMinutes(480 + 120);

  private static final String DAYS =
      """
      SELECT k.doctor_id, k.day, t.starts, t.ends, t.holds,
             coalesce((SELECT d.version FROM scheduling.doctor_day d
                        WHERE d.doctor_id = k.doctor_id AND d.day = k.day), 0) AS version
        FROM unnest($1::uuid[], $2::date[], $3::timestamptz[], $4::timestamptz[])
             AS k (doctor_id, day, begins, ends)
        CROSS JOIN LATERAL (
          SELECT coalesce(array_agg(extract(epoch FROM lower(a.during))::bigint
                                    ORDER BY a.starts_at), '{}') AS starts,
                 coalesce(array_agg(extract(epoch FROM upper(a.during))::bigint
                                    ORDER BY a.starts_at), '{}') AS ends,
                 coalesce(array_agg(a.status = 'HELD' ORDER BY a.starts_at), '{}') AS holds
            FROM scheduling.appointment a
           WHERE a.doctor_id = k.doctor_id AND a.during && tstzrange(k.begins, k.ends)
             AND a.lane = 'REGULAR' AND scheduling.takes_doctor_time(a.status)) AS t
      """;

  private static final String DOCTORS =
      """
      SELECT c.doctor_id, d.department_id
        FROM scheduling.calendar c
        JOIN directory.doctor_profile d ON d.id = c.doctor_id
       WHERE NOT c.closed AND d.active
         AND ($1::uuid IS NULL OR d.department_id = $1)
         AND ($2::text IS NULL OR platform.fold(d.specialization) = platform.fold($2))
         AND ($3::uuid IS NULL OR d.id = $3)
         AND ($4::uuid[] IS NULL OR d.id = ANY ($4))
       ORDER BY c.doctor_id
       LIMIT 2000
      """;

  private final Pool database;

  public DayRepository(Pool database) {
    this.database = database;
  }

  public Future<Map<DayKey, DayState>> days(Collection<DayKey> keys, ClinicRules clinic) {
    UUID[] doctors = keys.stream().map(DayKey::doctorId).toArray(UUID[]::new);
    LocalDate[] days = keys.stream().map(DayKey::day).toArray(LocalDate[]::new);
    OffsetDateTime[] begins =
        keys.stream()
            .map(key -> Rows.utc(clinic.wholeDay(key.day()).start()))
            .toArray(OffsetDateTime[]::new);
    OffsetDateTime[] ends =
        keys.stream()
            .map(key -> Rows.utc(clinic.wholeDay(key.day()).end().plus(LONGEST)))
            .toArray(OffsetDateTime[]::new);
    return database
        .preparedQuery(DAYS)
        .execute(Tuple.of(doctors, days, begins, ends))
        .map(
            rows -> {
              Map<DayKey, DayState> states = new HashMap<>();
              rows.forEach(row -> states.put(key(row), state(row)));
              return states;
            });
  }

  /** The doctors with calendars, of a department; null for any. */
  Future<List<UUID>> doctors(UUID departmentId) {
    return doctors(new FindFirstFree(departmentId, null, null, null, null, null));
  }

  /** The doctors with calendars among whom a free slot is searched. */
  Future<List<UUID>> doctors(FindFirstFree wanted) {
    return database
        .preparedQuery(DOCTORS)
        .execute(
            Tuple.of(
                wanted.departmentId(),
                wanted.specialization(),
                wanted.doctorId(),
                wanted.doctorIds() == null ? null : wanted.doctorIds().toArray(UUID[]::new)))
        .map(rows -> Rows.list(rows, row -> row.getUUID("doctor_id")));
  }

  /** The departments of the doctors with calendars, by doctor. */
  Future<Map<UUID, UUID>> departments() {
    return database
        .preparedQuery(DOCTORS)
        .execute(Tuple.of(null, null, null, null))
        .map(
            rows -> {
              Map<UUID, UUID> departments = new HashMap<>();
              rows.forEach(
                  row -> departments.put(row.getUUID("doctor_id"), row.getUUID("department_id")));
              return departments;
            });
  }

  public Future<Boolean> hasDepartment(UUID departmentId) {
    return database
        .preparedQuery("SELECT EXISTS (SELECT FROM directory.department_profile WHERE id = $1)")
        .execute(Tuple.of(departmentId))
        .map(Rows::isTrue);
  }

  private static DayKey key(Row row) {
    return new DayKey(row.getUUID("doctor_id"), row.getLocalDate("day"));
  }

  private static DayState state(Row row) {
    Long[] starts = row.getArrayOfLongs("starts");
    Long[] ends = row.getArrayOfLongs("ends");
    Boolean[] holds = row.getArrayOfBooleans("holds");
    List<TimeRange> occupied = new ArrayList<>(starts.length);
    List<TimeRange> held = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      (holds[i] ? held : occupied)
          .add(new TimeRange(Instant.ofEpochSecond(starts[i]), Instant.ofEpochSecond(ends[i])));
    }
    return new DayState(row.getLong("version"), List.copyOf(occupied), List.copyOf(held));
  }
}
