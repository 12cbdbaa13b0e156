package io.clinibus.scheduling.waitlist;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.calendar.FreeTime;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Reads waitlist entries and writes offers. */
public final class WaitlistMatchingRepository {

  private static final String WAITING =
      """
      SELECT e.id, e.joined_at, e.visit_type_id, e.first_day, e.last_day, e.weekdays, e.earliest, e.latest,
             CASE WHEN e.doctor_id IS NOT NULL THEN ARRAY[e.doctor_id]
                  ELSE ARRAY(SELECT d.id FROM directory.doctor_profile d
                              WHERE d.department_id = e.department_id AND d.active LIMIT 500)
             END AS doctors,
             b.starts AS busy_from, b.ends AS busy_until,
             r.doctors AS refused_doctors, r.starts AS refused_starts,
             k.doctors AS known_doctors, k.starts AS known_from, k.ends AS known_until
        FROM scheduling.waitlist_entry e
       CROSS JOIN LATERAL (
         SELECT coalesce(array_agg(lower(during)), '{}') AS starts,
                coalesce(array_agg(upper(during)), '{}') AS ends
           FROM scheduling.busy_times(e.patient_id) WHERE upper(during) > $1) AS b
       CROSS JOIN LATERAL (
         SELECT coalesce(array_agg(doctor_id), '{}') AS doctors,
                coalesce(array_agg(starts_at), '{}') AS starts
           FROM scheduling.refused_times(e.patient_id) WHERE starts_at > $1) AS r
       CROSS JOIN LATERAL (
         SELECT coalesce(array_agg(t.doctor_id), '{}') AS doctors,
                coalesce(array_agg(lower(f.range)), '{}') AS starts,
                coalesce(array_agg(upper(f.range)), '{}') AS ends
           FROM scheduling.waitlist_known_time t, unnest(t.free) AS f (range)
          WHERE t.entry_id = e.id AND upper(f.range) > $1) AS k
       WHERE e.status = 'WAITING' AND (e.joined_at, e.id) > ($3::timestamptz, $4::uuid)
       ORDER BY e.joined_at, e.id LIMIT $2
      """;

  private final Pool database;

  public WaitlistMatchingRepository(Pool database) {
    this.database = database;
  }

  /**
   * Acquires this node's turn to run the matcher; no other node gets one until the pause is over.
   */
  Future<Boolean> takeTurn(Instant now, Duration pause) {
    return database
        .preparedQuery(
            "SELECT platform.take_turn('scheduling.waitlist', $1, $2 * interval '1 second')")
        .execute(Tuple.of(Rows.utc(now), pause.toSeconds()))
        .map(Rows::isTrue);
  }

  /** Ends entries whose last acceptable day has passed. */
  public Future<CommittedEvents> endWaiting(LocalDate today) {
    return database
        .preparedQuery("SELECT scheduling.end_waiting($1)::text")
        .execute(Tuple.of(today))
        .map(rows -> CommittedEvents.parse(Rows.one(rows).getString(0), SchedulingEvents.ALL));
  }

  /**
   * The oldest entries.
   *
   * @param after the entry after which to begin, or null
   */
  public Future<List<WaitlistCandidate>> waiting(WaitlistCandidate after, Instant now, int most) {
    return database
        .preparedQuery(WAITING)
        .execute(
            Tuple.of(
                Rows.utc(now),
                most,
                Rows.utc(after == null ? Instant.EPOCH : after.joinedAt()),
                after == null ? new UUID(0, 0) : after.entryId()))
        .map(rows -> Rows.list(rows, WaitlistMatchingRepository::waiting));
  }

  /** Offers each free time to the first matching entry, in one transaction. */
  public Future<CommittedEvents> offer(List<FreeTime> times, Instant now) {
    Tuple values =
        Tuple.of(
            array(times, FreeTime::doctorId, UUID[]::new),
            array(times, time -> Rows.utc(time.visit().start()), OffsetDateTime[]::new),
            array(times, time -> Rows.utc(time.visit().end()), OffsetDateTime[]::new),
            array(times, time -> Rows.utc(time.occupied().end()), OffsetDateTime[]::new),
            array(times, time -> time.calendar().version(), Long[]::new),
            Rows.utc(now));
    return database
        .preparedQuery("SELECT scheduling.offer_free($1, $2, $3, $4, $5, $6)::text")
        .execute(values)
        .map(rows -> CommittedEvents.parse(Rows.one(rows).getString(0), SchedulingEvents.ALL));
  }

  private static WaitlistCandidate waiting(Row row) {
    UUID[] refusedDoctors = row.getArrayOfUUIDs("refused_doctors");
    OffsetDateTime[] refusedStarts = row.getArrayOfOffsetDateTimes("refused_starts");
    Set<WaitlistCandidate.Time> refused = new HashSet<>();
    for (int i = 0; i < refusedDoctors.length; i++) {
      refused.add(new WaitlistCandidate.Time(refusedDoctors[i], refusedStarts[i].toInstant()));
    }
    Short[] weekdays = row.getArrayOfShorts("weekdays");
    return new WaitlistCandidate(
        row.getUUID("id"),
        Rows.instant(row, "joined_at"),
        Set.of(row.getArrayOfUUIDs("doctors")),
        row.getUUID("visit_type_id"),
        row.getLocalDate("first_day"),
        row.getLocalDate("last_day"),
        weekdays == null ? null : List.of(weekdays),
        row.getLocalTime("earliest"),
        row.getLocalTime("latest"),
        ranges(row, "busy_from", "busy_until"),
        refused,
        KnownTimes.of(
            row.getArrayOfUUIDs("known_doctors"), ranges(row, "known_from", "known_until")));
  }

  private static List<TimeRange> ranges(Row row, String from, String until) {
    OffsetDateTime[] starts = row.getArrayOfOffsetDateTimes(from);
    OffsetDateTime[] ends = row.getArrayOfOffsetDateTimes(until);
    List<TimeRange> ranges = new ArrayList<>(starts.length);
    for (int i = 0; i < starts.length; i++) {
      ranges.add(new TimeRange(starts[i].toInstant(), ends[i].toInstant()));
    }
    return ranges;
  }

  private static <F, T> T[] array(List<F> from, Function<F, T> mapper, IntFunction<T[]> maker) {
    return from.stream().map(mapper).toArray(maker);
  }
}
