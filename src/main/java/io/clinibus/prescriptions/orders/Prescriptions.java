package io.clinibus.prescriptions.orders;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.prescriptions.api.PrescriptionStatus;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.CancelPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.CheckEncounter;
import io.clinibus.prescriptions.api.PrescriptionsApi.CreatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.DeletePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionChanged;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionDetails;
import io.clinibus.prescriptions.api.PrescriptionsApi.RenewPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.SignPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.UpdatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsFailures;
import io.clinibus.prescriptions.medications.MedicationRepository;
import io.clinibus.prescriptions.orders.PrescriptionRepository.Draft;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Prescriptions: drafts of the doctor who writes them, then signed, and ended with a reason. Only
 * the author sees a draft.
 */
public final class Prescriptions {

  private final PrescriptionReads reads;
  private final PrescriptionRepository repository;
  private final MedicationRepository medications;
  private final PrescriptionSeal seal;
  private final PatientAccessCheck access;
  private final Bus bus;
  private final Clock clock;

  public Prescriptions(
      PrescriptionReads reads,
      PrescriptionRepository repository,
      MedicationRepository medications,
      PrescriptionSeal seal,
      PatientAccessCheck access,
      Bus bus,
      Clock clock) {
    this.reads = reads;
    this.repository = repository;
    this.medications = medications;
    this.seal = seal;
    this.access = access;
    this.bus = bus;
    this.clock = clock;
  }

  /** {@code INVALID_REQUEST} naming what is wrong. */
  public Future<Prescription> create(CreatePrescription wanted, Caller caller) {
    UUID id = UuidV7.next();
    caller.isAbout(id);
    Instant now = now();
    return access
        .require(PrescriptionsApi.CREATE_PRESCRIPTION, caller, wanted.patientId())
        .compose(relation -> inProgress(wanted.details().encounterId(), wanted.patientId(), caller))
        .compose(isInProgress -> draft(id, 1, wanted.patientId(), wanted.details(), now))
        .compose(
            draft ->
                repository.insert(draft, wanted.patientId(), caller.doctorId(), null, now, caller))
        .compose(inserted -> reread(id, caller));
  }

  /**
   * {@code PRESCRIPTION_SIGNED}, {@code STALE_VERSION}, {@code UNREADABLE_SEAL} for a draft that
   * was damaged, or as {@link #create}.
   */
  public Future<Prescription> update(UpdatePrescription wanted, Caller caller) {
    return readableDraft(PrescriptionsApi.UPDATE_PRESCRIPTION, wanted.prescriptionId(), caller)
        .compose(
            stored ->
                inProgress(wanted.details().encounterId(), stored.patientId(), caller)
                    .compose(
                        isInProgress ->
                            draft(
                                stored.id(),
                                wanted.version() + 1,
                                stored.sealedFor(),
                                wanted.details(),
                                now())))
        .compose(draft -> repository.update(draft, caller))
        .compose(updated -> reread(wanted.prescriptionId(), caller));
  }

  /** {@code PRESCRIPTION_SIGNED}. */
  public Future<NoContent> delete(DeletePrescription wanted, Caller caller) {
    return ownDraft(PrescriptionsApi.DELETE_PRESCRIPTION, wanted.prescriptionId(), caller)
        .compose(stored -> repository.delete(stored.id(), caller))
        .map(NoContent.DONE);
  }

  /**
   * Signs a draft alone, outside of the signing of an encounter.
   *
   * @return {@code PRESCRIPTION_SIGNED}, {@code STALE_VERSION}, {@code PRESCRIPTION_INCOMPLETE},
   *     {@code UNREADABLE_SEAL} for a draft that was damaged
   */
  public Future<Prescription> sign(SignPrescription wanted, Caller caller) {
    return readableDraft(PrescriptionsApi.SIGN_PRESCRIPTION, wanted.prescriptionId(), caller)
        .compose(stored -> repository.sign(stored.id(), wanted.version(), now(), caller))
        .compose(changed -> published(changed, caller));
  }

  /**
   * {@code PRESCRIPTION_INCOMPLETE} if the drafts of an encounter cannot be signed with it, {@code
   * UNREADABLE_SEAL} if one was damaged.
   */
  public Future<NoContent> checkEncounter(CheckEncounter wanted, Caller caller) {
    return repository
        .missing(wanted.encounterId())
        .compose(
            missing -> {
              RequiredContent.check(missing);
              return repository.drafts(wanted.encounterId());
            })
        .compose(seal::requireReadable)
        .map(NoContent.DONE);
  }

  /**
   * {@code PRESCRIPTION_ENDED} if it may not be ended this way, {@code STALE_VERSION}, {@code
   * UNREADABLE_SEAL} if it was damaged.
   */
  public Future<Prescription> cancel(CancelPrescription wanted, Caller caller) {
    return reads
        .seen(PrescriptionsApi.CANCEL_PRESCRIPTION, wanted.prescriptionId(), caller)
        .compose(
            stored -> {
              if (!mayEnd(stored.status(), wanted.status().status())) {
                throw Failure.of(PrescriptionsFailures.PRESCRIPTION_ENDED);
              }
              return seal.content(stored)
                  .compose(
                      readable ->
                          seal.endReason(
                              stored.sealedFor(),
                              stored.id(),
                              wanted.version() + 1,
                              wanted.reason().strip()));
            })
        .compose(
            reason ->
                repository.end(
                    wanted.prescriptionId(),
                    wanted.version(),
                    wanted.status().status(),
                    reason,
                    now(),
                    caller))
        .compose(changed -> published(changed, caller));
  }

  /** What was entered in error is struck out in any status, other ends are of active ones. */
  private static boolean mayEnd(PrescriptionStatus before, PrescriptionStatus after) {
    return before == PrescriptionStatus.ACTIVE
        || after == PrescriptionStatus.ENTERED_IN_ERROR
            && before != PrescriptionStatus.DRAFT
            && before != PrescriptionStatus.ENTERED_IN_ERROR;
  }

  /** A new draft of the caller with the content of a signed prescription. */
  public Future<Prescription> renew(RenewPrescription wanted, Caller caller) {
    UUID id = UuidV7.next();
    Instant now = now();
    return reads
        .seen(PrescriptionsApi.RENEW_PRESCRIPTION, wanted.prescriptionId(), caller)
        .compose(
            old -> {
              if (old.isDraft()) {
                throw Failure.notFound("signed prescription");
              }
              return inProgress(wanted.encounterId(), old.patientId(), caller)
                  .compose(isInProgress -> renewal(id, old, wanted.encounterId(), now))
                  .compose(
                      draft ->
                          repository.insert(
                              draft, old.patientId(), caller.doctorId(), old.id(), now, caller));
            })
        .compose(inserted -> reread(id, caller));
  }

  /** {@code INVALID_REQUEST} unless it is null or one that the caller is writing. */
  private Future<?> inProgress(UUID encounterId, UUID patientId, Caller caller) {
    return encounterId == null
        ? Future.succeededFuture()
        : repository
            .isInProgress(encounterId, patientId, caller.doctorId())
            .map(
                isInProgress -> {
                  if (!isInProgress) {
                    throw Failure.invalid(
                        CommonFieldErrors.NOT_FOUND.at(
                            "/encounterId", "is no encounter that you are writing"));
                  }
                  return null;
                });
  }

  private Future<Draft> renewal(UUID id, StoredPrescription old, UUID encounterId, Instant now) {
    Future<LocalDate> today = repository.today(now);
    Future<byte[]> content =
        seal.content(old).compose(opened -> seal.content(old.patientId(), id, 1, opened));
    return Future.all(today, content)
        .map(
            done ->
                new Draft(
                    id,
                    encounterId,
                    content.result(),
                    1,
                    old.repeats(),
                    PrescriptionDrafts.validUntil(null, old.repeats(), today.result())));
  }

  private Future<Draft> draft(
      UUID id, long version, UUID sealedFor, PrescriptionDetails details, Instant now) {
    return repository
        .today(now)
        .compose(
            today -> {
              LocalDate until =
                  PrescriptionDrafts.validUntil(details.validUntil(), details.repeats(), today);
              return medications
                  .find(details.medicationId())
                  .map(
                      found ->
                          PrescriptionDrafts.content(
                              details, found.orElseThrow(Prescriptions::unknownMedication)))
                  .compose(content -> seal.content(sealedFor, id, version, content))
                  .map(
                      bytes ->
                          new Draft(
                              id, details.encounterId(), bytes, version, details.repeats(), until));
            });
  }

  private static Failure unknownMedication() {
    return Failure.invalid(
        CommonFieldErrors.NOT_FOUND.at("/medicationId", "There is no such medication."));
  }

  private Future<StoredPrescription> ownDraft(Operation<?, ?> operation, UUID id, Caller caller) {
    return reads
        .seen(operation, id, caller)
        .map(
            stored -> {
              if (!stored.isDraft()) {
                throw Failure.of(PrescriptionsFailures.PRESCRIPTION_SIGNED);
              }
              return stored;
            });
  }

  private Future<StoredPrescription> readableDraft(
      Operation<?, ?> operation, UUID id, Caller caller) {
    return ownDraft(operation, id, caller)
        .compose(stored -> seal.content(stored).map(readable -> stored));
  }

  private Future<Prescription> published(PrescriptionChanged changed, Caller caller) {
    bus.publish(PrescriptionsApi.PRESCRIPTION_CHANGED, changed);
    return reread(changed.prescriptionId(), caller);
  }

  private Future<Prescription> reread(UUID id, Caller caller) {
    return repository.find(id).compose(stored -> seal.open(stored.orElseThrow(), null, caller));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
