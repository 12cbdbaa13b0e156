package io.clinibus.scheduling.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of time.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record TimeRange(Instant start, Instant end) {

  public static TimeRange of(Instant start, Duration length) {
    return new TimeRange(start, start.plus(length));
  }

  boolean isEmpty() {
    return !start.isBefore(end);
  }

  public boolean overlaps(TimeRange other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }

  boolean covers(TimeRange other) {
    return !other.start.isBefore(start) && !other.end.isAfter(end);
  }

  /** This range minus the others, in order of time. */
  List<TimeRange> without(List<TimeRange> others) {
    List<TimeRange> left = List.of(this);
    for (TimeRange other : others) {
      left = left.stream().flatMap(range -> range.without(other).stream()).toList();
    }
    return left;
  }

  private List<TimeRange> without(TimeRange other) {
    if (!overlaps(other)) {
      return List.of(this);
    }
    List<TimeRange> left = new ArrayList<>(2);
    if (start.isBefore(other.start)) {
      left.add(new TimeRange(start, other.start));
    }
    if (other.end.isBefore(end)) {
      left.add(new TimeRange(other.end, end));
    }
    return left;
  }
}
