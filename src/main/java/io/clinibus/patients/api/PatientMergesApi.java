package io.clinibus.patients.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.patients.api.PatientsApi.PatientSummary;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Merging two records of one person, and undoing it. */
public final class PatientMergesApi {

  public static final Operation<PreviewMerge, MergePreview> PREVIEW_MERGE =
      Operation.query("patients.previewMerge", PreviewMerge.class, MergePreview.class)
          .audited(AuditKind.READ)
          .asking(PreviewMerge::patientId)
          .showingAll(shown -> List.of(shown.from().id(), shown.into().id()));
  public static final Operation<MergePatients, Merge> MERGE_PATIENTS =
      Operation.command("patients.mergePatients", MergePatients.class, Merge.class)
          .audited(AuditKind.CHANGE)
          .asking(MergePatients::patientId);
  public static final Operation<ListMerges, Merges> LIST_MERGES =
      Operation.query("patients.listMerges", ListMerges.class, Merges.class)
          .audited(AuditKind.READ)
          .asking(ListMerges::patientId);
  public static final Operation<UndoMerge, Merge> UNDO_MERGE =
      Operation.command("patients.undoMerge", UndoMerge.class, Merge.class)
          .audited(AuditKind.CHANGE)
          .asking(UndoMerge::patientId)
          .about(UndoMerge::mergeId);

  /** Records were merged, or a merge undone. */
  public static final Event<PatientsMerged> PATIENTS_MERGED =
      Event.of("patients.patients-merged", PatientsMerged.class);

  /** What prevents a merge, or has to be decided with it. */
  public enum ConflictKind {
    /** Open visits at the same time: one is to be moved or cancelled first. */
    VISITS_OVERLAP,
    /** Both wait for the same doctor or department: one is to leave first. */
    SAME_WAITLIST,
    /** It is to be stated whose account remains. */
    BOTH_HAVE_ACCOUNTS
  }

  /** Of two records. */
  public enum RecordChoice {
    FROM,
    INTO
  }

  /**
   * @param from the record that is to be merged into the patient's
   */
  public record PreviewMerge(UUID patientId, UUID from) {}

  /**
   * @param fromRow the visit or waitlist entry of the record that goes, if the conflict is about
   *     any
   * @param name of the doctor or department
   */
  public record MergeConflict(
      ConflictKind kind, UUID fromRow, UUID intoRow, OffsetDateTime start, String name) {}

  /**
   * @param from the record that goes
   * @param into the record that stays
   */
  public record MergePreview(
      PatientSummary from, PatientSummary into, List<MergeConflict> conflicts) {}

  /**
   * @param account whose account remains; required if both have one
   */
  public record MergePatients(UUID patientId, UUID from, RecordChoice account) {}

  public record ListMerges(UUID patientId) {}

  public record UndoMerge(UUID patientId, UUID mergeId) {}

  /**
   * @param undoneAt null if it stands
   * @param undoableUntil null if it was undone
   */
  public record Merge(
      UUID id,
      UUID patientId,
      PatientSummary from,
      OffsetDateTime mergedAt,
      OffsetDateTime undoneAt,
      OffsetDateTime undoableUntil) {}

  /**
   * @param items latest first
   */
  public record Merges(List<Merge> items) {}

  /** {@code intoId} is the record that has what both had; that of an undone merge is the other. */
  public record PatientsMerged(UUID mergeId, UUID fromId, UUID intoId, boolean undone, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return mergeId;
    }

    @Override
    public long version() {
      return undone ? 2 : 1;
    }
  }

  private PatientMergesApi() {}
}
