package io.clinibus.scheduling.waitlist;

import io.clinibus.scheduling.calendar.FreeTime;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A waitlist entry with what is needed to match free times.
 *
 * @param joinedAt entries are served in this order
 * @param doctorIds acceptable doctors
 * @param visitTypeId the type of the visit, or null for one of the doctor's own length
 * @param weekdays ISO numbers; null for any
 * @param busy the times of the patient's visits and other offers
 * @param refused times that were passed before
 * @param known times that were free when it was added
 */
public record WaitlistCandidate(
    UUID entryId,
    Instant joinedAt,
    Set<UUID> doctorIds,
    UUID visitTypeId,
    LocalDate firstDay,
    LocalDate lastDay,
    List<Short> weekdays,
    LocalTime earliest,
    LocalTime latest,
    List<TimeRange> busy,
    Set<Time> refused,
    KnownTimes known) {

  /** A doctor's time. */
  record Time(UUID doctorId, Instant start) {}

  /** The same without the doctors who do not offer the type. */
  WaitlistCandidate withOffering(Map<UUID, VisitTypeRules> types) {
    if (visitTypeId == null) {
      return this;
    }
    VisitTypeRules type = types.get(visitTypeId);
    Set<UUID> offering =
        doctorIds.stream()
            .filter(id -> type != null && type.mayBeOfferedBy(id))
            .collect(Collectors.toSet());
    return new WaitlistCandidate(
        entryId,
        joinedAt,
        offering,
        visitTypeId,
        firstDay,
        lastDay,
        weekdays,
        earliest,
        latest,
        busy,
        refused,
        known);
  }

  /** Whether a free time matches. */
  boolean suits(FreeTime time) {
    OffsetDateTime start = time.start();
    TimeRange visit = time.visit();
    return doctorIds.contains(time.doctorId())
        && Objects.equals(visitTypeId, time.visitTypeId())
        && isBetween(firstDay, start.toLocalDate(), lastDay)
        && isBetween(earliest, start.toLocalTime(), latest)
        && (weekdays == null || weekdays.contains((short) start.getDayOfWeek().getValue()))
        && busy.stream().noneMatch(visit::overlaps)
        && !refused.contains(new Time(time.doctorId(), visit.start()))
        && !known.contains(time.doctorId(), visit);
  }

  private static <T extends Comparable<? super T>> boolean isBetween(T first, T value, T last) {
    return (first == null || value.compareTo(first) >= 0)
        && (last == null || value.compareTo(last) <= 0);
  }
}
