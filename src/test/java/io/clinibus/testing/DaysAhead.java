package io.clinibus.testing;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** Days to come in the clinic's zone, for tests that run on the real clock. */
public final class DaysAhead {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final LocalDate TUESDAY =
      LocalDate.now(BERLIN).plusDays(7).with(TemporalAdjusters.next(DayOfWeek.TUESDAY));

  private DaysAhead() {}

  /** A Tuesday a week or two ahead, the same for all tests of a JVM: one may run at midnight. */
  public static LocalDate tuesday() {
    return TUESDAY;
  }

  /** An instant as the API writes it. */
  public static String at(Instant instant) {
    return instant.atZone(BERLIN).format(ISO_OFFSET_DATE_TIME);
  }

  /** A local time of a day as the API writes it. */
  public static String at(LocalDate day, String time) {
    return day.atTime(LocalTime.parse(time)).atZone(BERLIN).format(ISO_OFFSET_DATE_TIME);
  }
}
