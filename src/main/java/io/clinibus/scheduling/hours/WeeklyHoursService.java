package io.clinibus.scheduling.hours;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityChange;
import io.clinibus.scheduling.api.AvailabilityApi.CloseCalendar;
import io.clinibus.scheduling.api.AvailabilityApi.Conflict;
import io.clinibus.scheduling.api.AvailabilityApi.GetAvailability;
import io.clinibus.scheduling.api.AvailabilityApi.SetAvailability;
import io.clinibus.scheduling.appointments.AppointmentActors;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.calendar.WeeklyHours;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Doctors' weekly hours. A change never touches an appointment; those outside the new hours are
 * returned.
 */
public final class WeeklyHoursService {

  private final RuleEditor changes;
  private final ConflictFinder conflicting;
  private final RuleCache rules;
  private final Clock clock;

  public WeeklyHoursService(
      RuleEditor changes, ConflictFinder conflicting, RuleCache rules, Clock clock) {
    this.changes = changes;
    this.conflicting = conflicting;
    this.rules = rules;
    this.clock = clock;
  }

  /** A doctor's weekly hours; empty ones at version 0 if none have been set. */
  public Future<Availability> get(GetAvailability wanted, Caller caller) {
    return rules.doctor(wanted.doctorId()).map(WeeklyHoursService::availability);
  }

  /**
   * Replaces a doctor's weekly hours.
   *
   * @return {@code STALE_VERSION}, {@code INVALID_REQUEST} naming a window, {@code FORBIDDEN} for
   *     another doctor, {@code NOT_FOUND}
   */
  public Future<AvailabilityChange> set(SetAvailability wanted, Caller caller) {
    AppointmentActors.requireCalendar(caller, wanted.doctorId());
    List<DoctorRules.Window> windows = WeeklyHours.parse(wanted.details().windows());
    int buffer = wanted.details().bufferMinutes() == null ? 0 : wanted.details().bufferMinutes();
    return rules
        .freshDoctor(wanted.doctorId())
        .compose(
            before -> {
              if (before.version() != wanted.version()) {
                return Future.failedFuture(Failure.staleVersion());
              }
              DoctorRules after =
                  new DoctorRules(
                      before.doctorId(),
                      before.departmentId(),
                      Duration.ofMinutes(wanted.details().visitMinutes()),
                      Duration.ofMinutes(buffer),
                      windows,
                      before.exceptions(),
                      before.closed(),
                      before.version() + 1);
              return Boolean.TRUE.equals(wanted.dryRun())
                  ? conflicting
                      .findFor(after)
                      .map(unfit -> new AvailabilityChange(availability(before), unfit))
                  : replaceHours(wanted, buffer, after, caller);
            });
  }

  private Future<AvailabilityChange> replaceHours(
      SetAvailability wanted, int buffer, DoctorRules after, Caller caller) {
    return changes
        .ofDoctor(
            wanted.doctorId(),
            caller,
            edits ->
                edits
                    .replaceHours(
                        wanted.doctorId(),
                        wanted.version(),
                        wanted.details().visitMinutes(),
                        buffer,
                        wanted.details().windows())
                    .map(version -> version.orElseThrow(Failure::staleVersion)))
        .compose(version -> conflicting.findFor(after))
        .map(unfit -> new AvailabilityChange(availability(after), unfit));
  }

  /** Closes a doctor's calendar, unless there are upcoming visits. */
  public Future<NoContent> close(CloseCalendar wanted, Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic ->
                changes.ofDoctor(
                    wanted.doctorId(),
                    caller,
                    edits ->
                        edits
                            .conflicts()
                            .ofDoctor(wanted.doctorId(), clock.instant(), clinic)
                            .compose(
                                ahead ->
                                    ahead.isEmpty()
                                        ? edits.close(wanted.doctorId())
                                        : Future.failedFuture(inTheWay(ahead)))
                            .map(
                                version ->
                                    version.orElseThrow(() -> Failure.notFound("calendar")))))
        .map(NoContent.DONE);
  }

  private static Failure inTheWay(List<Conflict> ahead) {
    return Failure.of(CommonFailures.IN_USE, "There are appointments ahead.")
        .with("conflicts", ahead);
  }

  private static Availability availability(DoctorRules doctor) {
    return new Availability(
        doctor.doctorId(),
        (int) doctor.visit().toMinutes(),
        (int) doctor.buffer().toMinutes(),
        doctor.windows().stream().map(WeeklyHours::toApi).toList(),
        doctor.version());
  }
}
