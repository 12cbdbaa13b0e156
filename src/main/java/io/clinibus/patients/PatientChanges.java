package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.access.PatientAccess.Grant;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientChangesApi.ListPatientChanges;
import io.clinibus.patients.api.PatientChangesApi.PatientChangePage;
import io.vertx.core.Future;
import java.time.Clock;

/** The log of changes of patients' data. */
final class PatientChanges {

  private final PatientChangeRepository repository;
  private final PatientRepository patients;
  private final Clock clock;

  PatientChanges(PatientChangeRepository repository, PatientRepository patients, Clock clock) {
    this.repository = repository;
    this.patients = patients;
    this.clock = clock;
  }

  /** The changes of those parts that the caller may see, latest first. */
  Future<PatientChangePage> list(ListPatientChanges request, Caller caller) {
    Grant grant =
        PatientAccess.grant(
            PatientChangesApi.LIST_PATIENT_CHANGES, caller, request.patientId(), clock.instant());
    return patients
        .parts(request.patientId(), grant, caller)
        .compose(parts -> repository.list(request, parts, caller));
  }
}
