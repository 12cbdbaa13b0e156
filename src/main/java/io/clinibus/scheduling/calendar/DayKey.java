package io.clinibus.scheduling.calendar;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.UUID;

/** A day of a doctor, in the order in which days are locked. */
public record DayKey(UUID doctorId, LocalDate day) implements Comparable<DayKey> {

  private static final Comparator<DayKey> ORDER =
      Comparator.comparing((DayKey key) -> key.doctorId.toString()).thenComparing(DayKey::day);

  @Override
  public int compareTo(DayKey other) {
    return ORDER.compare(this, other);
  }
}
