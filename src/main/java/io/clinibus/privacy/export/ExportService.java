package io.clinibus.privacy.export;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.privacy.api.ExportsApi.CreateExport;
import io.clinibus.privacy.api.ExportsApi.Export;
import io.clinibus.privacy.api.ExportsApi.ExportPart;
import io.clinibus.privacy.api.ExportsApi.ExportRequestPage;
import io.clinibus.privacy.api.ExportsApi.ExportState;
import io.clinibus.privacy.api.ExportsApi.Exports;
import io.clinibus.privacy.api.ExportsApi.GetExportPart;
import io.clinibus.privacy.api.ExportsApi.ListAllExports;
import io.clinibus.privacy.api.ExportsApi.ListExports;
import io.clinibus.privacy.api.PrivacyFailures;
import io.clinibus.privacy.export.ExportRepository.Stored;
import io.clinibus.privacy.records.PrivacyAccess;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;

/**
 * Copies of everything about a patient: asked for by the patient, by an administrator who was asked
 * in writing, or by a doctor who treats a patient without an account; downloaded by the patient, or
 * by the user who requested it. A copy that an administrator asked for has no clinical parts.
 */
public final class ExportService {

  private final ExportRepository repository;
  private final Clock clock;

  public ExportService(ExportRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /**
   * {@code EXPORT_PENDING} while a copy of the patient is being written; for doctors {@code
   * EXPORT_IN_ACCOUNT} if the patient has an account.
   */
  public Future<Export> create(CreateExport request, Caller caller) {
    return isTreated(request.patientId(), caller)
        .compose(treated -> hasClinicalParts(request.patientId(), treated, caller))
        .compose(clinical -> repository.insert(request, clinical, clock.instant(), caller))
        .compose(id -> repository.find(id, clock.instant()))
        .map(stored -> shown(stored, true, caller));
  }

  public Future<Exports> list(ListExports request, Caller caller) {
    return isTreated(request.patientId(), caller)
        .compose(
            treated -> {
              require(treated, request.patientId(), caller);
              return repository
                  .list(request.patientId(), clock.instant())
                  .map(
                      all ->
                          new Exports(
                              all.stream().map(stored -> shown(stored, treated, caller)).toList()));
            });
  }

  /** Who has asked for which copies: for administrators and the privacy officer. */
  public Future<ExportRequestPage> listAll(ListAllExports request, Caller caller) {
    PrivacyAccess.requireSupervisor(caller);
    return repository.listAll(request, clock.instant());
  }

  /** Whether the caller is a doctor who treats the patient. */
  private Future<Boolean> isTreated(UUID patientId, Caller caller) {
    return caller.has(Role.DOCTOR) && caller.doctorId() != null
        ? repository.isTreated(caller.doctorId(), patientId)
        : Future.succeededFuture(false);
  }

  private static void require(boolean treated, UUID patientId, Caller caller) {
    if (!treated) {
      PrivacyAccess.requirePatientOrAdministrator(caller, patientId);
    }
  }

  private Future<Boolean> hasClinicalParts(UUID patientId, boolean treated, Caller caller) {
    require(treated, patientId, caller);
    if (caller.isPatient(patientId) || !treated) {
      return Future.succeededFuture(caller.isPatient(patientId));
    }
    return repository
        .hasAccount(patientId)
        .map(
            has -> {
              if (has && !caller.has(Role.ADMIN)) {
                throw Failure.of(PrivacyFailures.EXPORT_IN_ACCOUNT);
              }
              return !has;
            });
  }

  /** {@code NOT_FOUND} for others' copies, {@code EXPORT_NOT_READY} if it was not written. */
  public Future<ExportPart> part(GetExportPart request, Caller caller) {
    return repository
        .find(request.exportId(), clock.instant())
        .compose(
            stored ->
                isTreated(stored.export().patientId(), caller)
                    .map(
                        treated -> {
                          if (!isFor(stored, treated, caller)) {
                            throw Failure.notFound("copy");
                          }
                          return stored;
                        }))
        .compose(
            stored -> {
              Export export = stored.export();
              caller.concerns(export.patientId());
              if (export.state() != ExportState.READY) {
                throw Failure.of(PrivacyFailures.EXPORT_NOT_READY);
              }
              return repository
                  .part(stored, request.number())
                  .map(
                      content ->
                          new ExportPart(
                              request.number(),
                              export.parts(),
                              Base64.getEncoder().encodeToString(content)));
            });
  }

  private static boolean isFor(Stored stored, boolean treated, Caller caller) {
    return caller.isPatient(stored.export().patientId())
        || (treated || !stored.export().clinical())
            && caller.userId() != null
            && caller.userId().equals(stored.requestedBy());
  }

  private static Export shown(Stored stored, boolean treated, Caller caller) {
    Export export = stored.export();
    return new Export(
        export.id(),
        export.patientId(),
        export.state(),
        isFor(stored, treated, caller),
        export.clinical(),
        export.requestedAt(),
        export.readyAt(),
        export.expiresAt(),
        export.size(),
        export.parts());
  }
}
