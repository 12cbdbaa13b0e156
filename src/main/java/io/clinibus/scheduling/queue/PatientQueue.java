package io.clinibus.scheduling.queue;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.QueueApi.CallPatient;
import io.clinibus.scheduling.api.QueueApi.GetQueue;
import io.clinibus.scheduling.api.QueueApi.Queue;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.appointments.Appointments;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

/** The patients who wait today. */
public final class PatientQueue {

  private final QueueRepository repository;
  private final Appointments appointments;
  private final RuleCache rules;
  private final ChangePublisher changed;
  private final Clock clock;

  public PatientQueue(
      QueueRepository repository,
      Appointments appointments,
      RuleCache rules,
      ChangePublisher changed,
      Clock clock) {
    this.repository = repository;
    this.appointments = appointments;
    this.rules = rules;
    this.changed = changed;
    this.clock = clock;
  }

  public Future<Queue> get(GetQueue wanted, Caller caller) {
    if (!caller.isFrontDesk()) {
      throw Failure.forbidden("The queue is for the front desk.");
    }
    return rules
        .clinic()
        .compose(
            clinic -> {
              LocalDate today = clinic.dayOf(clock.instant());
              return repository
                  .waiting(clinic, today)
                  .map(items -> new Queue(today, clinic.zone().getId(), items));
            });
  }

  /** Calls a patient of the caller's appointments, of all for the front desk. */
  public Future<NoContent> call(CallPatient wanted, Caller caller) {
    Instant now = clock.instant();
    return appointments
        .find(wanted.appointmentId(), caller)
        .compose(found -> rules.clinic())
        .compose(clinic -> repository.call(wanted.appointmentId(), clinic.dayOf(now), now, caller))
        .map(
            called -> {
              changed.publish(
                  called.orElseThrow(
                      () ->
                          Failure.of(
                              SchedulingFailures.ILLEGAL_TRANSITION,
                              "Only a patient who waits can be called.")));
              return NoContent.DONE;
            });
  }
}
