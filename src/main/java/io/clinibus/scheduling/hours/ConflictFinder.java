package io.clinibus.scheduling.hours;

import io.clinibus.scheduling.api.AvailabilityApi.Conflict;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;

/** Finds upcoming appointments outside a doctor's hours. */
public final class ConflictFinder {

  private final ConflictRepository conflicts;
  private final RuleCache rules;
  private final Clock clock;

  public ConflictFinder(ConflictRepository conflicts, RuleCache rules, Clock clock) {
    this.conflicts = conflicts;
    this.rules = rules;
    this.clock = clock;
  }

  /** The doctor's upcoming appointments outside these hours, by start. */
  Future<List<Conflict>> findFor(DoctorRules doctor) {
    return rules
        .clinic()
        .compose(
            clinic -> {
              SlotCalendar calendar = new SlotCalendar(clinic, doctor);
              return conflicts
                  .ofDoctor(doctor.doctorId(), clock.instant(), clinic)
                  .map(ahead -> ahead.stream().filter(visit -> !fits(calendar, visit)).toList());
            });
  }

  private static boolean fits(SlotCalendar calendar, Conflict visit) {
    return calendar.isOpen(new TimeRange(visit.start().toInstant(), visit.end().toInstant()));
  }
}
