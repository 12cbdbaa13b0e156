package io.clinibus.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The times at which a doctor's visits may start on a day. */
final class SlotGrid {

  private static final int MINUTES_OF_DAY = 24 * 60;
  private static final int SECONDS_OF_MINUTE = 60;

  private final ZoneId zone;

  SlotGrid(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Cuts each window from its opening in steps of visit and buffer. A visit ends when its window
   * closes at the latest, and leaves no trace where the clock jumps forward.
   *
   * @return starts in order, leave and holidays not yet taken out
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

  /** How long a doctor is taken by one visit, in seconds. */
  static long seconds(int minutes) {
    return (long) minutes * SECONDS_OF_MINUTE;
  }
}
