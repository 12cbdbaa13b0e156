package io.clinibus.records.entries;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A date of which only the year, or year and month, may be known: {@code 2019}, {@code 2019-04} or
 * {@code 2019-04-30}.
 *
 * @param first the first day on which it can be
 * @param last the last one
 */
record PartialDate(LocalDate first, LocalDate last) {

  private static final Pattern SHAPE = Pattern.compile("(18|19|20)\\d\\d(-\\d\\d){0,2}");
  private static final int YEAR = 4;
  private static final int MONTH = 7;

  /** Empty if it is none. */
  static Optional<PartialDate> parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (text.length()) {
            case YEAR -> {
              Year year = Year.parse(text);
              yield new PartialDate(year.atDay(1), year.atMonth(12).atEndOfMonth());
            }
            case MONTH -> {
              YearMonth month = YearMonth.parse(text);
              yield new PartialDate(month.atDay(1), month.atEndOfMonth());
            }
            default -> {
              LocalDate day = LocalDate.parse(text);
              yield new PartialDate(day, day);
            }
          });
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether every day on which it can be is after a day. */
  boolean isAfter(LocalDate day) {
    return first.isAfter(day);
  }

  /** Whether every day on which it can be is before every one of another. */
  boolean isBefore(PartialDate other) {
    return last.isBefore(other.first);
  }
}
