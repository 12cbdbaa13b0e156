package io.clinibus.demo.profile;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;

/**
 * Weekly hours in the notation {@code Mon-Thu 08:00-12:00 14:00-18:00; Sat 09:00-12:00}.
 *
 * @param opens minute of the local day
 * @param closes minute of the local day, up to 1440
 */
public record Hours(DayOfWeek weekday, int opens, int closes) {

  private static final List<String> WEEKDAYS =
      List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  public static List<Hours> parse(String text) {
    List<Hours> hours = new ArrayList<>();
    for (String part : text.split("; ")) {
      String[] words = part.split(" ");
      for (DayOfWeek day : days(words[0])) {
        for (int i = 1; i < words.length; i++) {
          String[] times = words[i].split("-");
          hours.add(new Hours(day, minute(times[0]), minute(times[1])));
        }
      }
    }
    return hours;
  }

  /** {@code HH:mm}, with {@code 24:00} for the end of the day. */
  public static String time(int minute) {
    return "%02d:%02d".formatted(minute / 60, minute % 60);
  }

  private static List<DayOfWeek> days(String text) {
    List<DayOfWeek> days = new ArrayList<>();
    for (String range : text.split(",")) {
      String[] ends = range.split("-");
      int first = WEEKDAYS.indexOf(ends[0]);
      int last = WEEKDAYS.indexOf(ends[ends.length - 1]);
      for (int day = first; day <= last; day++) {
        days.add(DayOfWeek.of(day + 1));
      }
    }
    return days;
  }

  private static int minute(String time) {
    return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
  }
}
