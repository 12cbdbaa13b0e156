package io.clinibus.reports;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A day in the clinic's zone, in the form that lets PostgreSQL compute local times by plain
 * arithmetic.
 *
 * @param begins start, inclusive
 * @param ends end, exclusive
 * @param base when it would begin if the clock did not change during the day
 * @param change when the clock changes, or null on a day without a change
 * @param shift by how much the clock is put forward; negative if it is put back
 */
record ReportDay(
    LocalDate date, Instant begins, Instant ends, Instant base, Instant change, Duration shift) {

  static ReportDay of(LocalDate date, ZoneId zone) {
    Instant begins = date.atStartOfDay(zone).toInstant();
    Instant ends = date.plusDays(1).atStartOfDay(zone).toInstant();
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition next = rules.nextTransition(begins.minusNanos(1));
    if (next == null || !next.getInstant().isBefore(ends)) {
      return new ReportDay(date, begins, ends, begins, null, Duration.ZERO);
    }
    Instant base = date.atStartOfDay().toInstant(next.getOffsetBefore());
    return new ReportDay(date, begins, ends, base, next.getInstant(), next.getDuration());
  }
}
