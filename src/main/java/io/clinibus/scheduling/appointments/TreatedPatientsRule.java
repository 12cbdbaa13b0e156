package io.clinibus.scheduling.appointments;

import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.vertx.core.Future;
import java.util.Set;
import java.util.UUID;

/**
 * Doctors book and hold times only for patients whom they treat; the first visit is booked by the
 * patient or the front desk. Otherwise a booking would open any patient's record to its doctor.
 */
public final class TreatedPatientsRule {

  private final AppointmentRepository repository;

  public TreatedPatientsRule(AppointmentRepository repository) {
    this.repository = repository;
  }

  /**
   * Succeeds if one of the actors may act for any patient, or if the doctor treats the patient.
   *
   * @param patientId the patient, or null if none is stated
   * @return {@code INVALID_REQUEST} as for a patient who does not exist: whether the patient exists
   *     is not disclosed
   */
  public Future<Void> check(Set<Actor> actors, UUID doctorId, UUID patientId) {
    if (patientId == null || !AppointmentActors.isOnlyDoctor(actors)) {
      return Future.succeededFuture();
    }
    return repository
        .treats(doctorId, patientId)
        .compose(
            treats ->
                treats
                    ? Future.succeededFuture()
                    : Future.failedFuture(AppointmentRepository.noSuchPatient()));
  }
}
