package io.clinibus.scheduling;

import io.clinibus.bus.Event;
import io.clinibus.platform.Cursor;
import io.clinibus.platform.Outbox;
import io.clinibus.scheduling.SchedulingApi.AvailabilityException;
import io.clinibus.scheduling.SchedulingApi.ExceptionKind;
import io.clinibus.scheduling.SchedulingApi.Holiday;
import io.clinibus.scheduling.SchedulingApi.PolicyDetails;
import io.clinibus.scheduling.SchedulingApi.WeeklyWindow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The SQL that edits availability: policy, holidays, weekly hours and exceptions. */
final class CalendarRepository {

  private final Pool database;

  CalendarRepository(Pool database) {
    this.database = database;
  }

  /**
   * Runs a change of one doctor's rules alone: no booking of the doctor's and no other change of
   * the rules is under way meanwhile.
   */
  <T> Future<T> alone(UUID doctorId, Function<SqlClient, Future<T>> change) {
    return exclusively(doctorId.toString(), change);
  }

  /** Runs a change of the clinic's rules alone, with respect to all bookings. */
  <T> Future<T> alone(Function<SqlClient, Future<T>> change) {
    return exclusively("clinic", change);
  }

  private <T> Future<T> exclusively(String what, Function<SqlClient, Future<T>> change) {
    return database.withTransaction(
        connection ->
            connection
                .preparedQuery("SELECT pg_advisory_xact_lock(scheduling.lock_key($1))")
                .execute(Tuple.of(what))
                .compose(locked -> change.apply(connection)));
  }

  /**
   * Replaces a doctor's weekly hours.
   *
   * @return the calendar's new version, or empty if it was not at the expected one
   */
  Future<Optional<Long>> replaceHours(
      SqlClient connection,
      UUID doctorId,
      long expectedVersion,
      int visitMinutes,
      int bufferMinutes,
      List<WeeklyWindow> windows) {
    return connection
        .preparedQuery(
            """
            INSERT INTO scheduling.calendar AS c (doctor_id, visit_min, buffer_min, version)
            SELECT $1, $2, $3, 1 WHERE $4 = 0
                OR EXISTS (SELECT FROM scheduling.calendar WHERE doctor_id = $1)
            ON CONFLICT (doctor_id) DO UPDATE
               SET visit_min = excluded.visit_min, buffer_min = excluded.buffer_min,
                   version = c.version + 1
             WHERE c.version = $4
            RETURNING version
            """)
        .execute(Tuple.of(doctorId, visitMinutes, bufferMinutes, expectedVersion))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : replaceWindows(connection, doctorId, windows)
                        .map(done -> Optional.of(rows.iterator().next().getLong("version"))));
  }

  private Future<?> replaceWindows(
      SqlClient connection, UUID doctorId, List<WeeklyWindow> windows) {
    Future<?> emptied =
        connection
            .preparedQuery("DELETE FROM scheduling.weekly_window WHERE doctor_id = $1")
            .execute(Tuple.of(doctorId));
    if (windows.isEmpty()) {
      return emptied;
    }
    List<Tuple> rows = windows.stream().map(window -> windowRow(doctorId, window)).toList();
    return emptied.compose(
        done ->
            connection
                .preparedQuery(
                    """
                    INSERT INTO scheduling.weekly_window
                      (doctor_id, weekday, opens, closes, valid_from, valid_until)
                    VALUES ($1, $2, $3::text::time, $4::text::time,
                            coalesce($5, '-infinity'::date), coalesce($6, 'infinity'::date))
                    """)
                .executeBatch(rows));
  }

  private static Tuple windowRow(UUID doctorId, WeeklyWindow window) {
    return Tuple.of(
        doctorId,
        window.weekday().getValue(),
        window.opens(),
        window.closes(),
        window.validFrom(),
        window.validUntil());
  }

  Future<Long> addException(SqlClient connection, AvailabilityException exception) {
    return connection
        .preparedQuery(
            """
            INSERT INTO scheduling.availability_exception (id, doctor_id, kind, during, note)
            VALUES ($1, $2, $3, tstzrange($4, $5), $6)
            """)
        .execute(
            Tuple.of(
                exception.id(),
                exception.doctorId(),
                exception.kind().name(),
                exception.start(),
                exception.end(),
                exception.note()))
        .compose(added -> moveOn(connection, exception.doctorId()));
  }

  /** Whether an exception of the same kind overlaps. */
  Future<Boolean> overlapsSame(SqlClient connection, AvailabilityException exception) {
    return connection
        .preparedQuery(
            """
            SELECT EXISTS (SELECT FROM scheduling.availability_exception
                            WHERE doctor_id = $1 AND kind = $2 AND during && tstzrange($3, $4))
            """)
        .execute(
            Tuple.of(
                exception.doctorId(), exception.kind().name(), exception.start(), exception.end()))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** An exception of a doctor's. */
  Future<Optional<DoctorRules.Exception>> exception(UUID doctorId, UUID exceptionId) {
    return database
        .preparedQuery(
            """
            SELECT kind, lower(during) AS starts_at, upper(during) AS ends_at
              FROM scheduling.availability_exception WHERE id = $1 AND doctor_id = $2
            """)
        .execute(Tuple.of(exceptionId, doctorId))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(RulesRepository.exception(rows.iterator().next())));
  }

  /** Removes an exception; empty if the doctor has none of that id. */
  Future<Optional<Long>> removeException(SqlClient connection, UUID doctorId, UUID exceptionId) {
    return connection
        .preparedQuery(
            "DELETE FROM scheduling.availability_exception WHERE id = $1 AND doctor_id = $2")
        .execute(Tuple.of(exceptionId, doctorId))
        .compose(
            deleted ->
                deleted.rowCount() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : moveOn(connection, doctorId).map(Optional::of));
  }

  Future<List<AvailabilityException>> exceptions(
      UUID doctorId, Instant from, Cursor after, int limit, ClinicRules clinic) {
    return database
        .preparedQuery(
            """
            SELECT id, doctor_id, kind, lower(during) AS starts_at, upper(during) AS ends_at, note
              FROM scheduling.availability_exception
             WHERE doctor_id = $1 AND during && tstzrange($2, NULL)
               AND ($3::text IS NULL OR (lower(during), id) > ($3::text::timestamptz, $4::uuid))
             ORDER BY lower(during), id
             LIMIT $5
            """)
        .execute(
            Tuple.of(
                doctorId,
                from.atOffset(ZoneOffset.UTC),
                after == null ? null : after.value(),
                after == null ? null : after.id(),
                limit))
        .map(rows -> list(rows, row -> exception(row, clinic)));
  }

  /** Marks a doctor's calendar as ended; empty if there is none or it has ended before. */
  Future<Optional<Long>> close(SqlClient connection, UUID doctorId) {
    return connection
        .preparedQuery(
            """
            UPDATE scheduling.calendar SET closed = true, version = version + 1
             WHERE doctor_id = $1 AND NOT closed RETURNING version
            """)
        .execute(Tuple.of(doctorId))
        .map(CalendarRepository::version);
  }

  Future<List<Holiday>> holidays(LocalDate from, LocalDate after, int limit) {
    return database
        .preparedQuery(
            """
            SELECT day, name FROM scheduling.holiday
             WHERE day >= $1 AND ($2::date IS NULL OR day > $2)
             ORDER BY day LIMIT $3
            """)
        .execute(Tuple.of(from, after, limit))
        .map(
            rows -> list(rows, row -> new Holiday(row.getLocalDate("day"), row.getString("name"))));
  }

  /** Adds a holiday; empty if the day is one already. */
  Future<Optional<Long>> addHoliday(SqlClient connection, Holiday holiday) {
    return connection
        .preparedQuery(
            "INSERT INTO scheduling.holiday (day, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .execute(Tuple.of(holiday.day(), holiday.name()))
        .compose(added -> moveClinicOn(connection, added.rowCount()));
  }

  /** Removes a holiday; empty if the day is none. */
  Future<Optional<Long>> removeHoliday(SqlClient connection, LocalDate day) {
    return connection
        .preparedQuery("DELETE FROM scheduling.holiday WHERE day = $1")
        .execute(Tuple.of(day))
        .compose(removed -> moveClinicOn(connection, removed.rowCount()));
  }

  /** Sets the policy; empty if it was not at the expected version. */
  Future<Optional<Long>> setPolicy(SqlClient connection, long expected, PolicyDetails details) {
    return connection
        .preparedQuery(
            """
            UPDATE scheduling.policy
               SET clinic_name = $1, zone = $2, minimum_notice_min = $3, horizon_days = $4,
                   change_cutoff_min = $5, version = version + 1
             WHERE version = $6
            RETURNING version
            """)
        .execute(
            Tuple.of(
                details.clinicName(),
                details.zone(),
                details.minimumNoticeMinutes(),
                details.horizonDays(),
                details.changeCutoffMinutes(),
                expected))
        .map(CalendarRepository::version);
  }

  /** Writes the event that tells of a change, in the transaction that made it. */
  <E extends Record> Future<Void> tell(SqlClient connection, Event<E> event, E fact) {
    return Outbox.append(connection, event, fact);
  }

  private static Future<Long> moveOn(SqlClient connection, UUID doctorId) {
    return connection
        .preparedQuery(
            """
            UPDATE scheduling.calendar SET version = version + 1
             WHERE doctor_id = $1 RETURNING version
            """)
        .execute(Tuple.of(doctorId))
        .map(rows -> rows.iterator().next().getLong("version"));
  }

  private static Future<Optional<Long>> moveClinicOn(SqlClient connection, int changedRows) {
    if (changedRows == 0) {
      return Future.succeededFuture(Optional.empty());
    }
    return connection
        .preparedQuery("UPDATE scheduling.policy SET version = version + 1 RETURNING version")
        .execute()
        .map(CalendarRepository::version);
  }

  private static Optional<Long> version(RowSet<Row> rows) {
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(rows.iterator().next().getLong("version"));
  }

  private static AvailabilityException exception(Row row, ClinicRules clinic) {
    return new AvailabilityException(
        row.getUUID("id"),
        row.getUUID("doctor_id"),
        ExceptionKind.valueOf(row.getString("kind")),
        clinic.local(row.getOffsetDateTime("starts_at").toInstant()),
        clinic.local(row.getOffsetDateTime("ends_at").toInstant()),
        row.getString("note"));
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapper) {
    List<T> list = new ArrayList<>(rows.size());
    rows.forEach(row -> list.add(mapper.apply(row)));
    return list;
  }
}
