package io.clinibus.scheduling;

import io.clinibus.scheduling.SchedulingApi.CalendarChanged;
import io.clinibus.scheduling.SchedulingApi.ClinicRulesChanged;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.UUID;

/**
 * Changes rules: alone with respect to bookings, in one transaction with the event that tells of
 * it, and noted on this node before it is acknowledged. What is free then is offered to who waits.
 */
final class RuleChanges {

  /** An edit that gives the new version of the rules it changed. */
  interface Edit {

    Future<Long> with(CalendarEdits edits);
  }

  private final CalendarRepository repository;
  private final Changed changed;
  private final Matching matching;
  private final Clock clock;

  RuleChanges(CalendarRepository repository, Changed changed, Matching matching, Clock clock) {
    this.repository = repository;
    this.changed = changed;
    this.matching = matching;
    this.clock = clock;
  }

  /** Changes one doctor's rules. */
  Future<Long> ofDoctor(UUID doctorId, Edit edit) {
    return repository
        .alone(
            doctorId,
            edits ->
                edit.with(edits)
                    .map(version -> new CalendarChanged(doctorId, version, clock.instant()))
                    .compose(fact -> edits.tell(SchedulingApi.CALENDAR_CHANGED, fact).map(fact)))
        .onSuccess(
            fact -> {
              changed.by(fact);
              matching.soon();
            })
        .map(CalendarChanged::version);
  }

  /** Changes the clinic's rules. */
  Future<Long> ofClinic(Edit edit) {
    return repository
        .alone(
            edits ->
                edit.with(edits)
                    .map(version -> new ClinicRulesChanged(version, clock.instant()))
                    .compose(
                        fact -> edits.tell(SchedulingApi.CLINIC_RULES_CHANGED, fact).map(fact)))
        .onSuccess(
            fact -> {
              changed.by(fact);
              matching.soon();
            })
        .map(ClinicRulesChanged::version);
  }
}
