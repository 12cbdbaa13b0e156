package io.clinibus.patients.merge;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientMergesApi.ListMerges;
import io.clinibus.patients.api.PatientMergesApi.Merge;
import io.clinibus.patients.api.PatientMergesApi.MergePatients;
import io.clinibus.patients.api.PatientMergesApi.MergePreview;
import io.clinibus.patients.api.PatientMergesApi.Merges;
import io.clinibus.patients.api.PatientMergesApi.PatientsMerged;
import io.clinibus.patients.api.PatientMergesApi.PreviewMerge;
import io.clinibus.patients.api.PatientMergesApi.UndoMerge;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Merges two records of one person. What the one that goes has becomes that of the one that stays,
 * in every domain, in one transaction; within 30 days this can be undone.
 */
public final class PatientMerges {

  public static final Duration UNDOABLE = Duration.ofDays(30);

  private final PatientMergeRepository repository;
  private final Bus bus;
  private final Clock clock;

  public PatientMerges(PatientMergeRepository repository, Bus bus, Clock clock) {
    this.repository = repository;
    this.bus = bus;
    this.clock = clock;
  }

  /** What a merge would find in its way; changes nothing. */
  public Future<MergePreview> preview(PreviewMerge request, Caller caller) {
    PatientAccess.grant(
        PatientMergesApi.PREVIEW_MERGE, caller, request.patientId(), clock.instant());
    checkDistinct(request.patientId(), request.from(), "from");
    return repository.preview(request.from(), request.patientId());
  }

  /** Fails with {@code MERGE_CONFLICTS} and the {@code conflicts} that are not decided. */
  public Future<Merge> merge(MergePatients request, Caller caller) {
    PatientAccess.grant(
        PatientMergesApi.MERGE_PATIENTS, caller, request.patientId(), clock.instant());
    checkDistinct(request.patientId(), request.from(), "/from");
    caller.concerns(request.from());
    UUID id = UuidV7.next();
    Instant at = clock.instant();
    var merged = new PatientsMerged(id, request.from(), request.patientId(), false, at);
    return repository
        .merge(merged, request.account(), caller)
        .onSuccess(done -> bus.publish(PatientMergesApi.PATIENTS_MERGED, merged));
  }

  public Future<Merges> list(ListMerges request, Caller caller) {
    PatientAccess.grant(PatientMergesApi.LIST_MERGES, caller, request.patientId(), clock.instant());
    return repository.list(request.patientId()).map(Merges::new);
  }

  /** Moves back what still is where the merge put it; {@code MERGE_FINAL} after 30 days. */
  public Future<Merge> undo(UndoMerge request, Caller caller) {
    PatientAccess.grant(PatientMergesApi.UNDO_MERGE, caller, request.patientId(), clock.instant());
    return repository
        .undo(request.patientId(), request.mergeId(), clock.instant(), caller)
        .onSuccess(
            undone ->
                bus.publish(
                    PatientMergesApi.PATIENTS_MERGED,
                    new PatientsMerged(
                        undone.id(),
                        undone.from().id(),
                        undone.patientId(),
                        true,
                        clock.instant())));
  }

  private static void checkDistinct(UUID one, UUID other, String pointer) {
    if (one.equals(other)) {
      throw Failure.invalid(CommonFieldErrors.INVALID.at(pointer, "It is the same record."));
    }
  }
}
