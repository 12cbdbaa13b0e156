package io.clinibus.prescriptions.orders;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptionVersions;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionPage;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionVersions;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;

/** Reads prescriptions for those who may see them. Only the author sees a draft. */
public final class PrescriptionReads {

  private static final Set<PatientRelation> BY_DOCTOR =
      Set.of(PatientRelation.TREATED, PatientRelation.COLLEAGUE);

  /** Who reads the record as well; pharmacists do not. */
  private static final Set<PatientRelation> BY_RECORD =
      Set.of(
          PatientRelation.OWN,
          PatientRelation.CHILD,
          PatientRelation.TREATED,
          PatientRelation.OPENED,
          PatientRelation.COLLEAGUE);

  private final PrescriptionRepository repository;
  private final PrescriptionSeal seal;
  private final PatientAccessCheck access;
  private final Clock clock;

  public PrescriptionReads(
      PrescriptionRepository repository,
      PrescriptionSeal seal,
      PatientAccessCheck access,
      Clock clock) {
    this.repository = repository;
    this.seal = seal;
    this.access = access;
    this.clock = clock;
  }

  /** The latest first. */
  public Future<PrescriptionPage> list(ListPrescriptions wanted, Caller caller) {
    return access
        .require(PrescriptionsApi.LIST_PRESCRIPTIONS, caller, wanted.patientId())
        .compose(
            relation ->
                changes(relation, wanted.patientId())
                    .compose(
                        changes ->
                            reader(relation, wanted.patientId(), caller)
                                .compose(reader -> list(wanted, reader, changes, caller))));
  }

  private Future<PrescriptionPage> list(
      ListPrescriptions wanted, PrescriptionReader reader, Long changes, Caller caller) {
    return repository
        .list(
            wanted,
            reader,
            (stored, next) ->
                seal.open(wanted.patientId(), stored, wanted.language(), caller)
                    .map(items -> new PrescriptionPage(items, next, changes)))
        .compose(page -> page);
  }

  /** Read before the prescriptions, so that these are no older. */
  private Future<Long> changes(PatientRelation relation, UUID patientId) {
    return BY_RECORD.contains(relation)
        ? repository.changes(patientId, now())
        : Future.succeededFuture();
  }

  public Future<Prescription> get(GetPrescription wanted, Caller caller) {
    return seen(PrescriptionsApi.GET_PRESCRIPTION, wanted.prescriptionId(), caller)
        .compose(stored -> seal.open(stored, wanted.language(), caller));
  }

  /** Which signed prescriptions a patient has; the system reads them for the live topic. */
  public Future<PrescriptionVersions> versions(ListPrescriptionVersions wanted, Caller caller) {
    Future<?> allowed =
        caller.userId() == null && caller.has(Role.ADMIN)
            ? Future.succeededFuture()
            : access.require(PrescriptionsApi.LIST_VERSIONS, caller, wanted.patientId());
    return allowed
        .compose(relation -> repository.versions(wanted.patientId()))
        .map(items -> new PrescriptionVersions(wanted.patientId(), items));
  }

  /**
   * {@code NOT_FOUND} for one that does not exist, is the draft of another doctor, or belongs to an
   * encounter that the patient keeps from other doctors.
   */
  Future<StoredPrescription> seen(Operation<?, ?> operation, UUID id, Caller caller) {
    return repository
        .find(id)
        .compose(
            found -> {
              StoredPrescription stored =
                  found.orElseThrow(
                      () -> {
                        caller.isAboutNobody();
                        return Failure.notFound("prescription");
                      });
              return access
                  .require(operation, caller, stored.patientId())
                  .compose(relation -> isVisible(stored, relation, caller))
                  .map(
                      visible -> {
                        if (!visible) {
                          throw Failure.notFound("prescription");
                        }
                        return stored;
                      });
            });
  }

  private Future<Boolean> isVisible(
      StoredPrescription stored, PatientRelation relation, Caller caller) {
    if (stored.isDraft() || caller.isDoctor(stored.doctorId()) || stored.encounterId() == null) {
      return Future.succeededFuture(!stored.isDraft() || caller.isDoctor(stored.doctorId()));
    }
    return reader(relation, stored.patientId(), caller)
        .map(reader -> reader.seesRestricted() || !stored.restricted());
  }

  /**
   * A doctor who treats the patient, or a colleague of one, can open the record in an emergency as
   * well.
   */
  private Future<PrescriptionReader> reader(
      PatientRelation relation, UUID patientId, Caller caller) {
    if (!BY_DOCTOR.contains(relation) || caller.has(Role.PHARMACIST)) {
      return Future.succeededFuture(new PrescriptionReader(caller.doctorId(), true));
    }
    return repository
        .hasOpened(caller.doctorId(), patientId, now())
        .map(
            opened -> {
              if (opened) {
                caller.isInEmergency();
              }
              return new PrescriptionReader(caller.doctorId(), opened);
            });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
