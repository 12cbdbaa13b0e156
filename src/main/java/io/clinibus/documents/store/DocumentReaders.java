package io.clinibus.documents.store;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.access.PatientRelation;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** Finds what a caller may see of a patient's documents, by the relation to the patient. */
public final class DocumentReaders {

  private static final Set<PatientRelation> BY_DOCTOR =
      Set.of(PatientRelation.TREATED, PatientRelation.OPENED, PatientRelation.COLLEAGUE);
  private static final Set<PatientRelation> BY_PATIENT =
      Set.of(PatientRelation.OWN, PatientRelation.CHILD);

  private final PatientAccessCheck access;
  private final DocumentRepository repository;
  private final Clock clock;

  public DocumentReaders(PatientAccessCheck access, DocumentRepository repository, Clock clock) {
    this.access = access;
    this.repository = repository;
    this.clock = clock;
  }

  /** {@code FORBIDDEN} for who may not do this at all. The widest of the caller's roles counts. */
  Future<DocumentView> require(Operation<?, ?> operation, UUID patientId, Caller caller) {
    return access
        .require(operation, caller, patientId)
        .compose(relation -> view(relation, patientId, caller));
  }

  private Future<DocumentView> view(PatientRelation relation, UUID patientId, Caller caller) {
    if (caller.has(Role.DOCTOR) && BY_DOCTOR.contains(relation)) {
      return isInEmergency(relation, patientId, caller)
          .map(opened -> new DocumentView(true, false, opened, caller.userId()));
    }
    boolean byPatient = caller.has(Role.PATIENT) && BY_PATIENT.contains(relation);
    return Future.succeededFuture(
        new DocumentView(byPatient, byPatient, byPatient, caller.userId()));
  }

  /** A doctor who treats the patient can open the record in an emergency as well. */
  private Future<Boolean> isInEmergency(PatientRelation relation, UUID patientId, Caller caller) {
    return relation == PatientRelation.OPENED
        ? Future.succeededFuture(true)
        : repository
            .hasOpened(caller.doctorId(), patientId, clock.instant())
            .map(
                opened -> {
                  if (opened) {
                    caller.isInEmergency();
                  }
                  return opened;
                });
  }
}
