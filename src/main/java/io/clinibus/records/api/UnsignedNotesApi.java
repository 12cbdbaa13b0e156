package io.clinibus.records.api;

import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The notes that a doctor has begun and neither signed nor struck out. {@code toString} of the
 * records omits the patients.
 */
public final class UnsignedNotesApi {

  /** The calling doctor's own, oldest first. */
  public static final Operation<ListUnsignedNotes, UnsignedNotes> LIST_UNSIGNED_NOTES =
      Operation.query("records.listUnsignedNotes", ListUnsignedNotes.class, UnsignedNotes.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().map(UnsignedNote::patientId).toList());

  /** Read by the live topic of the calling doctor. */
  public static final Operation<GetUnsignedNotesState, UnsignedNotesState>
      GET_UNSIGNED_NOTES_STATE =
          Operation.query(
                  "records.getUnsignedNotesState",
                  GetUnsignedNotesState.class,
                  UnsignedNotesState.class)
              .notAudited("which notes of the caller are unsigned, without anything of patients");

  public record ListUnsignedNotes(Integer limit, String cursor) {}

  /**
   * What a list shows of a note: nothing of what is written.
   *
   * @param appointmentId null without a visit
   * @param authorOnly true if the caller sees nothing of the patient's record but this, as its
   *     author; null otherwise
   */
  public record UnsignedNote(
      UUID id,
      UUID patientId,
      String patientName,
      UUID appointmentId,
      EncounterKind kind,
      OffsetDateTime start,
      OffsetDateTime savedAt,
      Boolean authorOnly) {

    @Override
    public String toString() {
      return "UnsignedNote[" + id + "]";
    }
  }

  /**
   * @param count how many there are on all pages
   */
  public record UnsignedNotes(List<UnsignedNote> items, int count, String next) {}

  public record GetUnsignedNotesState() {}

  public record UnsignedNoteState(UUID id, EncounterKind kind, OffsetDateTime start) {}

  /**
   * @param items the oldest hundred
   * @param count how many there are
   */
  public record UnsignedNotesState(List<UnsignedNoteState> items, int count) {}

  private UnsignedNotesApi() {}
}
