package io.clinibus.scheduling.calendar;

import java.util.List;

/**
 * What is known of one doctor's day besides the rules.
 *
 * @param version how often appointments and holds changed the day
 * @param occupied time taken by visits and their buffers, in order of time
 * @param held time that is kept for somebody who is about to book it, in order of time
 */
public record DayState(long version, List<TimeRange> occupied, List<TimeRange> held) {

  /** A day on which nobody has anything yet. */
  static final DayState EMPTY = new DayState(0, List.of(), List.of());

  /** Whether any of a stretch of time is taken or held. */
  public boolean touches(TimeRange time) {
    return occupied.stream().anyMatch(time::overlaps) || held.stream().anyMatch(time::overlaps);
  }
}
