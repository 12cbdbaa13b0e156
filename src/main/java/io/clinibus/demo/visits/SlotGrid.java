package io.clinibus.demo.visits;

import io.clinibus.demo.profile.Hours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The start times of a doctor's slots on a day. */
public final class SlotGrid {

  private static final int MINUTES_OF_DAY = 24 * 60;
  private static final int SECONDS_OF_MINUTE = 60;

  private final ZoneId zone;

  public SlotGrid(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Divides each window from its opening in steps of visit and buffer. The last visit ends no later
   * than its window; times skipped by the clock yield no slot.
   *
   * @return starts in order, including those during leave and holidays
   */
  List<Instant> starts(List<Hours> week, int visitMinutes, int bufferMinutes, LocalDate day) {
    List<Instant> starts = new ArrayList<>();
    for (Hours window : week) {
      if (window.weekday() == day.getDayOfWeek()) {
        int last = window.closes() - visitMinutes;
        for (int at = window.opens(); at <= last; at += visitMinutes + bufferMinutes) {
          addIfItExists(starts, day, at, visitMinutes);
        }
      }
    }
    return starts;
  }

  private void addIfItExists(List<Instant> starts, LocalDate day, int minute, int visitMinutes) {
    LocalDateTime from = day.atStartOfDay().plusMinutes(minute);
    LocalDateTime to = from.plusMinutes(visitMinutes);
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(from);
    boolean plain =
        minute < MINUTES_OF_DAY
            && offsets.size() == 1
            && zone.getRules().getOffset(to).equals(offsets.get(0));
    if (plain) {
      starts.add(from.toInstant(offsets.get(0)));
    }
  }

  /** The time that a visit occupies, in seconds. */
  static long seconds(int minutes) {
    return (long) minutes * SECONDS_OF_MINUTE;
  }
}
