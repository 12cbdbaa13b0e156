package io.clinibus.scheduling;

import io.clinibus.scheduling.SchedulingApi.Conflict;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;

/** Finds the appointments ahead that would no longer fit a doctor's hours. */
final class Conflicting {

  private final ConflictRepository conflicts;
  private final Rules rules;
  private final Clock clock;

  Conflicting(ConflictRepository conflicts, Rules rules, Clock clock) {
    this.conflicts = conflicts;
    this.rules = rules;
    this.clock = clock;
  }

  /** The doctor's appointments ahead that do not lie within these hours, by start. */
  Future<List<Conflict>> with(DoctorRules doctor) {
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
