package io.clinibus.scheduling.hours;

import io.clinibus.bus.Caller;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.AvailabilityApi.ListAvailabilityExceptions;
import io.clinibus.scheduling.api.ClinicRulesApi.Holiday;
import io.clinibus.scheduling.api.ClinicRulesApi.ZoneChange;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.slots.RulesRepository;
import io.clinibus.scheduling.stored.ExceptionNotes.StoredException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Reads and locks what can be edited: holidays, weekly hours and exceptions. */
public final class AvailabilityRepository {

  private static final String ZONE_CHANGE =
      """
      SELECT v.appointments, v.on_another_day,
             (SELECT count(DISTINCT w.doctor_id) FROM scheduling.weekly_window w
                JOIN scheduling.calendar c ON c.doctor_id = w.doctor_id AND NOT c.closed
               WHERE w.valid_until >= n.present::date AND n.present <> n.other) AS doctors,
             (extract(epoch FROM n.other - n.present) / 60)::integer AS shift_minutes
        FROM scheduling.policy p
       CROSS JOIN LATERAL (SELECT $2::timestamptz AT TIME ZONE p.zone AS present,
                                  $2::timestamptz AT TIME ZONE $1 AS other) AS n
       CROSS JOIN LATERAL (
         SELECT count(*) AS appointments,
                count(*) FILTER (WHERE t.present::date <> t.other::date) AS on_another_day
           FROM scheduling.appointment a
          CROSS JOIN LATERAL (SELECT a.starts_at AT TIME ZONE p.zone AS present,
                                     a.starts_at AT TIME ZONE $1 AS other) AS t
          WHERE scheduling.is_open(a.status) AND a.starts_at > $2 AND t.present <> t.other) AS v
      """;

  private final Pool database;

  public AvailabilityRepository(Pool database) {
    this.database = database;
  }

  /**
   * Runs a change of a doctor's rules in a transaction with an exclusive lock: no booking of the
   * doctor and no other change of the rules runs concurrently.
   */
  <T> Future<T> withLock(
      UUID doctorId, Caller caller, Function<AvailabilityWriter, Future<T>> change) {
    return exclusively(doctorId.toString(), caller, change);
  }

  /**
   * Runs a change of the clinic's rules in a transaction with a lock that excludes all bookings.
   */
  <T> Future<T> withLock(Caller caller, Function<AvailabilityWriter, Future<T>> change) {
    return exclusively("clinic", caller, change);
  }

  private <T> Future<T> exclusively(
      String what, Caller caller, Function<AvailabilityWriter, Future<T>> change) {
    return AuditedTransaction.run(
        database,
        caller,
        connection ->
            connection
                .preparedQuery("SELECT pg_advisory_xact_lock(scheduling.lock_key($1))")
                .execute(Tuple.of(what))
                .compose(locked -> change.apply(new AvailabilityWriter(connection))));
  }

  /** What another time zone would change. */
  Future<ZoneChange> zoneChange(String zone, Instant now) {
    return database
        .preparedQuery(ZONE_CHANGE)
        .execute(Tuple.of(zone, Rows.utc(now)))
        .map(
            rows -> {
              Row row = Rows.one(rows);
              return new ZoneChange(
                  zone,
                  row.getLong("appointments"),
                  row.getLong("on_another_day"),
                  row.getLong("doctors"),
                  row.getInteger("shift_minutes"));
            });
  }

  /** An exception of a doctor. */
  Future<Optional<DoctorRules.Exception>> exception(UUID doctorId, UUID exceptionId) {
    return database
        .preparedQuery(
            """
            SELECT kind, lower(during) AS starts_at, upper(during) AS ends_at
              FROM scheduling.availability_exception WHERE id = $1 AND doctor_id = $2
            """)
        .execute(Tuple.of(exceptionId, doctorId))
        .map(rows -> Rows.first(rows).map(RulesRepository::exception));
  }

  /** Exceptions with sealed notes. */
  record StoredPage(List<StoredException> items, String next) {}

  /** A page of a doctor's exceptions that end after an instant, by start. */
  Future<StoredPage> exceptions(
      ListAvailabilityExceptions wanted, Instant from, ClinicRules clinic) {
    Sql sql =
        Sql.of(
            """
            SELECT * FROM (SELECT id, doctor_id, kind, lower(during) AS starts_at,
                                  upper(during) AS ends_at, note, sealed
                             FROM scheduling.availability_exception
                            WHERE doctor_id = ? AND during && tstzrange(?, NULL)) AS e
             WHERE true
            """,
            wanted.doctorId(),
            Rows.utc(from));
    int limit = Cursor.limit(wanted.limit());
    return Keyset.START
        .page(sql, Cursor.parse(wanted.cursor()), limit)
        .execute(database)
        .map(
            rows -> Keyset.START.read(rows, limit, row -> exception(row, clinic), StoredPage::new));
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
            rows ->
                Rows.list(
                    rows, row -> new Holiday(row.getLocalDate("day"), row.getString("name"))));
  }

  private static StoredException exception(Row row, ClinicRules clinic) {
    return new StoredException(
        new AvailabilityException(
            row.getUUID("id"),
            row.getUUID("doctor_id"),
            Rows.constant(row, "kind", ExceptionKind.class),
            clinic.local(Rows.instant(row, "starts_at")),
            clinic.local(Rows.instant(row, "ends_at")),
            "",
            null),
        StoredText.of(row, "note", "sealed"));
  }
}
