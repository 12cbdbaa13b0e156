package io.clinibus.scheduling.assignment;

import io.clinibus.bus.Failure;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;

/** A patient's preferred times. */
final class AssignmentTimes {

  private static final PreferredTimes ANY = new PreferredTimes(null, null, null, null, null);

  private final PreferredTimes stated;
  private final LocalTime earliest;
  private final LocalTime latest;

  private AssignmentTimes(PreferredTimes stated) {
    this.stated = stated;
    this.earliest = stated.earliest() == null ? LocalTime.MIN : LocalTime.parse(stated.earliest());
    this.latest = stated.latest() == null ? LocalTime.MAX : LocalTime.parse(stated.latest());
  }

  /** No preference. */
  static AssignmentTimes any() {
    return new AssignmentTimes(ANY);
  }

  /**
   * @param stated null for no preference
   * @throws Failure {@code INVALID_REQUEST} naming the member that cannot be satisfied
   */
  static AssignmentTimes of(PreferredTimes stated, LocalDate today) {
    if (stated == null) {
      return any();
    }
    if (stated.until() != null && stated.until().isBefore(today)) {
      throw Failure.invalid("/preferred/until", "must not have passed");
    }
    if (stated.from() != null && stated.until() != null && stated.until().isBefore(stated.from())) {
      throw Failure.invalid("/preferred/until", "must not be earlier than from");
    }
    var times = new AssignmentTimes(stated);
    if (times.latest.isBefore(times.earliest)) {
      throw Failure.invalid("/preferred/latest", "must not be earlier than earliest");
    }
    return times;
  }

  /** Whether there is any preference. */
  boolean matter() {
    return !stated.equals(ANY);
  }

  /**
   * The days to search.
   *
   * @param length number of days to look ahead, from the first preferred day
   * @param last the last possible day
   */
  List<LocalDate> days(LocalDate today, int length, LocalDate last) {
    LocalDate first =
        stated.from() == null || stated.from().isBefore(today) ? today : stated.from();
    LocalDate end = earlier(first.plusDays(length), last.plusDays(1));
    if (stated.until() != null) {
      end = earlier(end, stated.until().plusDays(1));
    }
    return first.isBefore(end) ? first.datesUntil(end).filter(this::suits).toList() : List.of();
  }

  /** Whether a visit may start at a time, in the clinic's zone. */
  boolean suits(LocalDateTime start) {
    LocalTime time = start.toLocalTime();
    return suits(start.toLocalDate()) && !time.isBefore(earliest) && !time.isAfter(latest);
  }

  private boolean suits(LocalDate day) {
    return (stated.from() == null || !day.isBefore(stated.from()))
        && (stated.until() == null || !day.isAfter(stated.until()))
        && (stated.weekdays() == null
            || stated.weekdays().isEmpty()
            || stated.weekdays().contains(day.getDayOfWeek()));
  }

  private static LocalDate earlier(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }
}
