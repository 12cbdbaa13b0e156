package io.clinibus.records.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.HasETag;
import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.records.api.EncounterNotes.Certainty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Structured entries of a patient's record: problems, immunisations, family and social history.
 * Each change is a new version; nothing is overwritten. {@code toString} of the records omits
 * clinical data.
 */
public final class EntriesApi {

  public static final Operation<RecordEntry, Entry> RECORD_ENTRY =
      Operation.command("records.recordEntry", RecordEntry.class, Entry.class)
          .audited(AuditKind.CHANGE)
          .asking(RecordEntry::patientId);
  public static final Operation<ChangeEntry, Entry> CHANGE_ENTRY =
      Operation.command("records.changeEntry", ChangeEntry.class, Entry.class)
          .audited(AuditKind.CHANGE)
          .about(ChangeEntry::entryId)
          .asking(ChangeEntry::patientId);
  public static final Operation<StrikeEntry, Entry> STRIKE_ENTRY =
      Operation.command("records.strikeEntry", StrikeEntry.class, Entry.class)
          .audited(AuditKind.CHANGE)
          .about(StrikeEntry::entryId)
          .asking(StrikeEntry::patientId);
  public static final Operation<GetEntryHistory, EntryHistory> GET_ENTRY_HISTORY =
      Operation.query("records.getEntryHistory", GetEntryHistory.class, EntryHistory.class)
          .audited(AuditKind.READ)
          .about(GetEntryHistory::entryId)
          .asking(GetEntryHistory::patientId);

  public static final Event<EntryChanged> ENTRY_CHANGED =
      Event.of("records.entry-changed", EntryChanged.class);

  /** Named as the resources of FHIR, as far as there are some. */
  public enum EntryKind {
    CONDITION,
    IMMUNIZATION,
    FAMILY_HISTORY,
    SOCIAL_HISTORY
  }

  public enum EntryStatus {
    CURRENT,
    ENTERED_IN_ERROR
  }

  public enum ClinicalStatus {
    ACTIVE,
    RESOLVED
  }

  public enum Relative {
    MOTHER,
    FATHER,
    SIBLING,
    CHILD,
    GRANDPARENT,
    OTHER
  }

  public enum Smoking {
    NEVER,
    FORMER,
    CURRENT
  }

  public enum Drinking {
    NONE,
    OCCASIONAL,
    REGULAR,
    HARMFUL
  }

  /** A code of a code system, with the words that were chosen. */
  public record EntryCode(String system, String code, String display) {}

  /**
   * A problem: coded, in words, or both.
   *
   * @param onset a year, month or day, or null
   * @param resolved the same; null while it is active
   */
  public record Condition(
      EntryCode code,
      String text,
      String onset,
      String resolved,
      ClinicalStatus clinicalStatus,
      Certainty certainty,
      String note) {

    @Override
    public String toString() {
      return "Condition[…]";
    }
  }

  public record Immunization(
      EntryCode code, String vaccine, LocalDate givenOn, String lot, String note) {

    @Override
    public String toString() {
      return "Immunization[…]";
    }
  }

  public record FamilyHistory(Relative relative, String condition, Integer age, String note) {

    @Override
    public String toString() {
      return "FamilyHistory[…]";
    }
  }

  public record SocialHistory(Smoking smoking, Drinking alcohol, String occupation, String note) {

    @Override
    public String toString() {
      return "SocialHistory[…]";
    }
  }

  /** The content of an entry: exactly one component is stated, none if it is unreadable. */
  public record EntryDetails(
      Condition condition,
      Immunization immunization,
      FamilyHistory familyHistory,
      SocialHistory socialHistory) {

    /** Of a version that cannot be read. */
    public static final EntryDetails NONE = new EntryDetails(null, null, null, null);

    public static EntryDetails of(Condition condition) {
      return new EntryDetails(condition, null, null, null);
    }

    @Override
    public String toString() {
      return "EntryDetails[…]";
    }
  }

  public record RecordEntry(UUID patientId, EntryDetails details) {}

  /**
   * @param version the version that was read
   */
  public record ChangeEntry(UUID patientId, UUID entryId, long version, EntryDetails details) {}

  /** Marks an entry as entered in error; it stays visible as such. */
  public record StrikeEntry(UUID patientId, UUID entryId, long version, String reason) {

    @Override
    public String toString() {
      return "StrikeEntry[" + entryId + "]";
    }
  }

  /**
   * @param language of the names of coded problems, for the patient; null for what was written,
   *     which doctors get in any case
   */
  public record GetEntryHistory(UUID patientId, UUID entryId, Language language) {}

  /**
   * One version of an entry.
   *
   * @param reason why it was entered in error; null otherwise
   * @param recordedAt when this version was recorded
   * @param firstRecordedAt when its first version was
   * @param restricted whether the patient keeps it from other doctors than its author; only stated
   *     to the patient, and in an emergency to a doctor who sees it because of that
   * @param unreadable whether it has no details because they were damaged in the database; null for
   *     no
   */
  public record Entry(
      UUID id,
      UUID patientId,
      EntryKind kind,
      EntryStatus status,
      EntryDetails details,
      String reason,
      OffsetDateTime recordedAt,
      OffsetDateTime firstRecordedAt,
      UUID authorDoctorId,
      String authorName,
      Boolean restricted,
      Boolean unreadable,
      long version)
      implements HasETag {

    /** The same version with other details. */
    public Entry with(EntryDetails other) {
      return new Entry(
          id,
          patientId,
          kind,
          status,
          other,
          reason,
          recordedAt,
          firstRecordedAt,
          authorDoctorId,
          authorName,
          restricted,
          unreadable,
          version);
    }

    @Override
    public String etag() {
      return Long.toString(version);
    }

    @Override
    public String toString() {
      return "Entry[" + id + "]";
    }
  }

  /**
   * @param items all versions, latest first
   */
  public record EntryHistory(List<Entry> items) {}

  /** An entry of a patient was recorded, changed, or entered in error. */
  public record EntryChanged(UUID entryId, UUID patientId, EntryKind kind, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return entryId;
    }
  }

  private EntriesApi() {}
}
