package io.clinibus.scheduling.calendar;

import java.util.List;

/**
 * The appointments and holds of a doctor's day.
 *
 * @param version number of changes of appointments and holds on the day
 * @param occupied time of visits and their buffers, in order of time
 * @param held time of holds, in order of time
 */
public record DayState(long version, List<TimeRange> occupied, List<TimeRange> held) {

  /** A day without appointments and holds. */
  static final DayState EMPTY = new DayState(0, List.of(), List.of());

  /** Whether any part of a range is occupied or held. */
  public boolean touches(TimeRange time) {
    return occupied.stream().anyMatch(time::overlaps) || held.stream().anyMatch(time::overlaps);
  }
}
