package io.clinibus.scheduling.hours;

import io.clinibus.bus.Caller;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingEvents.CalendarChanged;
import io.clinibus.scheduling.api.SchedulingEvents.ClinicRulesChanged;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.waitlist.WaitlistMatchingJob;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.UUID;

/**
 * Changes rules: in one transaction with the event, locked against bookings. Invalidates this
 * node's caches before the request is answered, then offers the free times to the waitlist.
 */
public final class RuleEditor {

  /** An edit; returns the new version of the rules. */
  interface Edit {

    Future<Long> with(AvailabilityWriter edits);
  }

  private final AvailabilityRepository repository;
  private final ChangePublisher changed;
  private final WaitlistMatchingJob matching;
  private final Clock clock;

  public RuleEditor(
      AvailabilityRepository repository,
      ChangePublisher changed,
      WaitlistMatchingJob matching,
      Clock clock) {
    this.repository = repository;
    this.changed = changed;
    this.matching = matching;
    this.clock = clock;
  }

  /** Changes one doctor's rules. */
  Future<Long> ofDoctor(UUID doctorId, Caller caller, Edit edit) {
    return repository
        .withLock(
            doctorId,
            caller,
            edits ->
                edit.with(edits)
                    .map(version -> new CalendarChanged(doctorId, version, clock.instant()))
                    .compose(fact -> edits.tell(SchedulingEvents.CALENDAR_CHANGED, fact).map(fact)))
        .onSuccess(
            fact -> {
              changed.publish(fact);
              matching.schedule();
            })
        .map(CalendarChanged::version);
  }

  /** Changes the clinic's rules. */
  Future<Long> ofClinic(Caller caller, Edit edit) {
    return repository
        .withLock(
            caller,
            edits ->
                edit.with(edits)
                    .map(version -> new ClinicRulesChanged(version, clock.instant()))
                    .compose(
                        fact -> edits.tell(SchedulingEvents.CLINIC_RULES_CHANGED, fact).map(fact)))
        .onSuccess(
            fact -> {
              changed.publish(fact);
              matching.schedule();
            })
        .map(ClinicRulesChanged::version);
  }
}
