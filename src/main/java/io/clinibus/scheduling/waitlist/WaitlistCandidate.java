package io.clinibus.scheduling.waitlist;

import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.calendar.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A waitlist entry with what is needed to match free times.
 *
 * @param joinedAt entries are served in this order
 * @param doctorIds acceptable doctors
 * @param weekdays ISO numbers; null for any
 * @param busy the times of the patient's visits and other offers
 * @param refused times that were passed before
 * @param known times that were free when it was added
 */
public record WaitlistCandidate(
    UUID entryId,
    Instant joinedAt,
    Set<UUID> doctorIds,
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

  /** Whether a free time matches; its start is in the clinic's offset. */
  boolean suits(FreeSlot slot) {
    OffsetDateTime start = slot.start();
    TimeRange visit = new TimeRange(start.toInstant(), slot.end().toInstant());
    return doctorIds.contains(slot.doctorId())
        && isBetween(firstDay, start.toLocalDate(), lastDay)
        && isBetween(earliest, start.toLocalTime(), latest)
        && (weekdays == null || weekdays.contains((short) start.getDayOfWeek().getValue()))
        && busy.stream().noneMatch(visit::overlaps)
        && !refused.contains(new Time(slot.doctorId(), visit.start()))
        && !known.contains(slot.doctorId(), visit);
  }

  private static <T extends Comparable<? super T>> boolean isBetween(T first, T value, T last) {
    return (first == null || value.compareTo(first) >= 0)
        && (last == null || value.compareTo(last) <= 0);
  }
}
