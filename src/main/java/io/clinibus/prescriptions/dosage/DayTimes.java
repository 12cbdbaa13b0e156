package io.clinibus.prescriptions.dosage;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Times of the day at which a dose is taken: parts of the day, and times of the clock. */
final class DayTimes {

  /** The minute of the day by which the parts of the day are ordered among times of the clock. */
  private static final Map<String, Integer> MINUTES =
      Map.of("MORNING", 7 * 60, "NOON", 12 * 60, "EVENING", 18 * 60, "NIGHT", 22 * 60);

  private static final int DAYS_OF_WEEK = 7;

  private DayTimes() {}

  /** In the order of the day. */
  static List<String> ordered(List<String> times) {
    return times.stream().sorted(Comparator.comparing(DayTimes::minute)).toList();
  }

  static boolean isClock(String time) {
    return !MINUTES.containsKey(time);
  }

  /** A time of the clock without leading zero. */
  static String clock(String time) {
    return time.startsWith("0") ? time.substring(1) : time;
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String listed(List<String> parts, String and) {
    int last = parts.size() - 1;
    return last == 0
        ? parts.get(0)
        : String.join(", ", parts.subList(0, last)) + ' ' + and + ' ' + parts.get(last);
  }

  /** Whether days are better stated in weeks. */
  static boolean areWeeks(int days) {
    return days > DAYS_OF_WEEK && days % DAYS_OF_WEEK == 0;
  }

  static int weeks(int days) {
    return days / DAYS_OF_WEEK;
  }

  static boolean isWeek(int days) {
    return days == DAYS_OF_WEEK;
  }

  private static int minute(String time) {
    Integer part = MINUTES.get(time);
    return part == null
        ? Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3))
        : part;
  }
}
