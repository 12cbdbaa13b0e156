package io.clinibus.scheduling.calendar;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A free time, with the rules from which it was computed: those of a doctor for visits of a type,
 * or of the doctor's own length.
 */
public record FreeTime(SlotCalendar calendar, TimeRange visit) {

  public UUID doctorId() {
    return calendar.doctor().doctorId();
  }

  /** Null for a visit of the doctor's own length. */
  public UUID visitTypeId() {
    return calendar.type().map(VisitTypeRules::id).orElse(null);
  }

  /** In the clinic's offset. */
  public OffsetDateTime start() {
    return calendar.clinic().local(visit.start());
  }

  /** The visit and the buffer after it. */
  public TimeRange occupied() {
    return calendar.doctor().occupied(visit);
  }
}
