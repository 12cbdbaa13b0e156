package io.clinibus.scheduling.calendar;

import io.clinibus.bus.Failure;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Converts weekly windows between the API, where times are text, and the rules. */
public final class WeeklyHours {

  private static final String END_OF_DAY = "24:00";

  private WeeklyHours() {}

  public static WeeklyWindow toApi(DoctorRules.Window window) {
    return new WeeklyWindow(
        window.weekday(),
        window.opens().toString(),
        window.closes() == null ? END_OF_DAY : window.closes().toString(),
        window.validFrom(),
        window.validUntil());
  }

  /**
   * Parses windows.
   *
   * @throws Failure {@code INVALID_REQUEST} naming the window that ends before it begins or
   *     overlaps an earlier one
   */
  public static List<DoctorRules.Window> parse(List<WeeklyWindow> stated) {
    List<DoctorRules.Window> windows = stated.stream().map(WeeklyHours::rule).toList();
    for (int i = 0; i < windows.size(); i++) {
      check(windows, i);
    }
    return windows;
  }

  private static DoctorRules.Window rule(WeeklyWindow window) {
    return new DoctorRules.Window(
        window.weekday(),
        LocalTime.parse(window.opens()),
        closing(window.closes()),
        window.validFrom(),
        window.validUntil());
  }

  /** A closing time; null for the end of the day. */
  public static LocalTime closing(String text) {
    return END_OF_DAY.equals(text) ? null : LocalTime.parse(text);
  }

  private static void check(List<DoctorRules.Window> windows, int index) {
    DoctorRules.Window window = windows.get(index);
    if (!window.opens().isBefore(end(window))) {
      throw Failure.invalid("/windows/" + index + "/closes", "must be later than opens");
    }
    if (from(window).isAfter(until(window))) {
      throw Failure.invalid(
          "/windows/" + index + "/validUntil", "must not be earlier than validFrom");
    }
    if (windows.subList(0, index).stream().anyMatch(earlier -> overlap(earlier, window))) {
      throw Failure.invalid("/windows/" + index, "overlaps an earlier window");
    }
  }

  private static boolean overlap(DoctorRules.Window a, DoctorRules.Window b) {
    return a.weekday() == b.weekday()
        && a.opens().isBefore(end(b))
        && b.opens().isBefore(end(a))
        && !from(a).isAfter(until(b))
        && !from(b).isAfter(until(a));
  }

  private static LocalTime end(DoctorRules.Window window) {
    return window.closes() == null ? LocalTime.MAX : window.closes();
  }

  private static LocalDate from(DoctorRules.Window window) {
    return window.validFrom() == null ? LocalDate.MIN : window.validFrom();
  }

  private static LocalDate until(DoctorRules.Window window) {
    return window.validUntil() == null ? LocalDate.MAX : window.validUntil();
  }
}
