package io.clinibus.scheduling.hours;

import io.clinibus.bus.Event;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.events.Outbox;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.api.ClinicRulesApi.Holiday;
import io.clinibus.scheduling.api.ClinicRulesApi.PolicyDetails;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes availability in PostgreSQL, within one transaction. */
final class AvailabilityWriter {

  private final SqlClient connection;

  AvailabilityWriter(SqlClient connection) {
    this.connection = connection;
  }

  /** Appointments as this transaction sees them. */
  ConflictRepository conflicts() {
    return new ConflictRepository(connection);
  }

  /**
   * Replaces a doctor's weekly hours.
   *
   * @return the calendar's new version, or empty if the expected version is not current
   */
  Future<Optional<Long>> replaceHours(
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
                    : replaceWindows(doctorId, windows).map(done -> version(rows)));
  }

  private Future<?> replaceWindows(UUID doctorId, List<WeeklyWindow> windows) {
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

  /** Adds leave or extra hours and returns the calendar's new version. */
  Future<Long> addException(AvailabilityException exception, StoredText note) {
    return connection
        .preparedQuery(
            """
            INSERT INTO scheduling.availability_exception (id, doctor_id, kind, during, note, sealed)
            VALUES ($1, $2, $3, tstzrange($4, $5), $6, $7)
            """)
        .execute(
            Tuple.of(
                exception.id(),
                exception.doctorId(),
                exception.kind().name(),
                exception.start(),
                exception.end(),
                note.clear(),
                note.sealed()))
        .compose(added -> moveOn(exception.doctorId()));
  }

  /** Whether an exception of the same kind overlaps. */
  Future<Boolean> overlapsSame(AvailabilityException exception) {
    return connection
        .preparedQuery(
            """
            SELECT EXISTS (SELECT FROM scheduling.availability_exception
                            WHERE doctor_id = $1 AND kind = $2 AND during && tstzrange($3, $4))
            """)
        .execute(
            Tuple.of(
                exception.doctorId(), exception.kind().name(), exception.start(), exception.end()))
        .map(Rows::isTrue);
  }

  /** Removes an exception; empty if the doctor has no exception with that id. */
  Future<Optional<Long>> removeException(UUID doctorId, UUID exceptionId) {
    return connection
        .preparedQuery(
            "DELETE FROM scheduling.availability_exception WHERE id = $1 AND doctor_id = $2")
        .execute(Tuple.of(exceptionId, doctorId))
        .compose(
            deleted ->
                deleted.rowCount() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : moveOn(doctorId).map(Optional::of));
  }

  /** Closes a doctor's calendar; empty if it does not exist or is closed already. */
  Future<Optional<Long>> close(UUID doctorId) {
    return connection
        .preparedQuery(
            """
            UPDATE scheduling.calendar SET closed = true, version = version + 1
             WHERE doctor_id = $1 AND NOT closed RETURNING version
            """)
        .execute(Tuple.of(doctorId))
        .map(AvailabilityWriter::version);
  }

  /** Adds a holiday; empty if the day is a holiday already. */
  Future<Optional<Long>> addHoliday(Holiday holiday) {
    return connection
        .preparedQuery(
            "INSERT INTO scheduling.holiday (day, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .execute(Tuple.of(holiday.day(), holiday.name()))
        .compose(added -> moveClinicOn(added.rowCount()));
  }

  /** Removes a holiday; empty if the day is no holiday. */
  Future<Optional<Long>> removeHoliday(LocalDate day) {
    return connection
        .preparedQuery("DELETE FROM scheduling.holiday WHERE day = $1")
        .execute(Tuple.of(day))
        .compose(removed -> moveClinicOn(removed.rowCount()));
  }

  /** Sets the policy; empty if the expected version is not current. */
  Future<Optional<Long>> setPolicy(long expected, PolicyDetails details) {
    return connection
        .preparedQuery(
            """
            UPDATE scheduling.policy
               SET clinic_name = $1, zone = $2, minimum_notice_min = $3, horizon_days = $4,
                   change_cutoff_min = $5, hold_seconds = coalesce($6, hold_seconds),
                   offer_min = coalesce($7, offer_min),
                   max_open_appointments = coalesce($8, max_open_appointments),
                   max_overbooked_a_day = coalesce($9, max_overbooked_a_day),
                   waitlist_days = coalesce($10, waitlist_days),
                   emergency_number = coalesce($11, emergency_number),
                   mail_language = coalesce($12, mail_language), version = version + 1
             WHERE version = $13::bigint
            RETURNING version
            """)
        .execute(
            Tuple.of(
                details.clinicName(),
                details.zone(),
                details.minimumNoticeMinutes(),
                details.horizonDays(),
                details.changeCutoffMinutes(),
                details.holdSeconds(),
                details.offerMinutes(),
                details.maxOpenAppointments(),
                details.maxOverbookedPerDay(),
                details.waitlistDays(),
                details.emergencyNumber(),
                details.mailLanguage() == null ? null : details.mailLanguage().name(),
                expected))
        .map(AvailabilityWriter::version)
        .compose(
            version ->
                version.isPresent() && details.contact() != null
                    ? setContact(details.contact()).map(version)
                    : Future.succeededFuture(version));
  }

  private Future<Void> setContact(ClinicContact contact) {
    return connection
        .preparedQuery(
            """
            UPDATE scheduling.policy
               SET address = $1, phone = $2, opening_hours = $3, imprint = $4, imprint_url = $5,
                   privacy_url = $6
            """)
        .execute(
            Tuple.of(
                contact.address(),
                contact.phone(),
                contact.openingHours(),
                contact.imprint(),
                contact.imprintUrl(),
                contact.privacyUrl()))
        .mapEmpty();
  }

  /** Appends an event to the outbox in the transaction of the change. */
  <E extends Record> Future<Void> tell(Event<E> event, E fact) {
    return Outbox.append(connection, event, fact);
  }

  private Future<Long> moveOn(UUID doctorId) {
    return connection
        .preparedQuery(
            """
            UPDATE scheduling.calendar SET version = version + 1
             WHERE doctor_id = $1 RETURNING version
            """)
        .execute(Tuple.of(doctorId))
        .map(rows -> Rows.one(rows).getLong("version"));
  }

  private Future<Optional<Long>> moveClinicOn(int changedRows) {
    if (changedRows == 0) {
      return Future.succeededFuture(Optional.empty());
    }
    return connection
        .preparedQuery("UPDATE scheduling.policy SET version = version + 1 RETURNING version")
        .execute()
        .map(AvailabilityWriter::version);
  }

  private static Optional<Long> version(RowSet<Row> rows) {
    return Rows.first(rows).map(row -> row.getLong("version"));
  }
}
