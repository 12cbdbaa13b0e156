package io.clinibus.scheduling.calendar;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A day of a doctor, for visits of a type.
 *
 * @param visitTypeId null for visits of the doctor's own length
 */
public record VisitDay(UUID doctorId, UUID visitTypeId, LocalDate day) {

  public DayKey key() {
    return new DayKey(doctorId, day);
  }
}
