package io.clinibus.scheduling.appointments;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Callers who act for patients whom they represent, as these would for themselves (ADR 18). */
public final class Representatives {

  private final AppointmentRepository repository;
  private final Clock clock;

  public Representatives(AppointmentRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /** The caller's relations to an appointment, as {@link #actors(Caller, UUID, UUID)}. */
  public Future<Set<Actor>> actors(Caller caller, Appointment appointment) {
    return actors(caller, appointment.doctorId(), appointment.patientId());
  }

  /**
   * The relations of {@link AppointmentActors#actors}, where a representative has those of the
   * patient.
   */
  public Future<Set<Actor>> actors(Caller caller, UUID doctorId, UUID patientId) {
    Set<Actor> actors = AppointmentActors.actors(caller, doctorId, patientId);
    return represents(caller, patientId)
        .map(
            represents -> {
              if (!represents) {
                return actors;
              }
              Set<Actor> all = EnumSet.of(Actor.OWN_PATIENT);
              all.addAll(actors);
              return all;
            });
  }

  /**
   * Succeeds for those of {@link #mayActFor}.
   *
   * @return {@code FORBIDDEN} for others
   */
  public Future<Void> require(Caller caller, UUID patientId) {
    return mayActFor(caller, patientId)
        .compose(
            may ->
                may
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Failure.forbidden(
                            "Patients act for themselves and whom they represent, the front desk"
                                + " for all.")));
  }

  /** Whether the caller is of the front desk, the patient, or represents the patient. */
  public Future<Boolean> mayActFor(Caller caller, UUID patientId) {
    return caller.isFrontDesk() || caller.isPatient(patientId)
        ? Future.succeededFuture(true)
        : represents(caller, patientId);
  }

  /** Whether the caller is another patient, who represents the patient now. */
  private Future<Boolean> represents(Caller caller, UUID patientId) {
    if (caller.patientId() == null || patientId == null || caller.isPatient(patientId)) {
      return Future.succeededFuture(false);
    }
    return repository.represents(caller.patientId(), patientId, clock.instant());
  }
}
