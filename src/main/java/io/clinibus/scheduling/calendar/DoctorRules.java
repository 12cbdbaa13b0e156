package io.clinibus.scheduling.calendar;

import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;

/**
 * Rules of one doctor's calendar.
 *
 * @param departmentId where the doctor works; null for one without weekly hours
 * @param visit length of a visit
 * @param buffer time after each visit in which the doctor is occupied
 * @param closed whether the calendar is closed permanently
 * @param version incremented by every change of these rules
 */
public record DoctorRules(
    UUID doctorId,
    UUID departmentId,
    Duration visit,
    Duration buffer,
    List<Window> windows,
    List<Exception> exceptions,
    boolean closed,
    long version) {

  /**
   * @param closes exclusive; null for the end of the day
   * @param validFrom the first day on which it applies, or null for no limit
   * @param validUntil the last day on which it applies, or null for no limit
   */
  public record Window(
      DayOfWeek weekday,
      LocalTime opens,
      LocalTime closes,
      LocalDate validFrom,
      LocalDate validUntil) {

    boolean holdsOn(LocalDate day) {
      return day.getDayOfWeek() == weekday
          && (validFrom == null || !day.isBefore(validFrom))
          && (validUntil == null || !day.isAfter(validUntil));
    }
  }

  /** Leave or extra hours. */
  public record Exception(ExceptionKind kind, TimeRange during) {}

  /** The rules of a doctor without weekly hours: no visits. */
  public static DoctorRules none(UUID doctorId) {
    return new DoctorRules(
        doctorId, null, Duration.ofHours(1), Duration.ZERO, List.of(), List.of(), false, 0);
  }

  public List<TimeRange> during(ExceptionKind kind) {
    return exceptions.stream().filter(e -> e.kind() == kind).map(Exception::during).toList();
  }

  /** The time that a visit occupies: itself and the buffer after it. */
  public TimeRange occupied(TimeRange visitTime) {
    return new TimeRange(visitTime.start(), visitTime.end().plus(buffer));
  }
}
