package io.clinibus.records.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.Language;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Encounters: consultations of patients with doctors. {@code toString} of the records omits what is
 * clinical.
 */
public final class EncountersApi {

  /**
   * Opens the encounter of a visit, which begins with it, or one without a visit, also by a doctor
   * who has opened the record in an emergency; the one that is there if it was opened before.
   * {@code VISIT_NOT_OPEN} for a visit that cannot be treated.
   */
  public static final Operation<OpenEncounter, Encounter> OPEN_ENCOUNTER =
      Operation.command("records.openEncounter", OpenEncounter.class, Encounter.class)
          .audited(AuditKind.CHANGE)
          .about(OpenEncounter::appointmentId)
          .asking(OpenEncounter::patientId)
          .showing(Encounter::patientId);

  public static final Operation<GetEncounter, Encounter> GET_ENCOUNTER =
      Operation.query("records.getEncounter", GetEncounter.class, Encounter.class)
          .audited(AuditKind.READ)
          .about(GetEncounter::encounterId)
          .showing(Encounter::patientId);

  /** The signed encounters of a patient, latest first, and the caller's own drafts. */
  public static final Operation<ListEncounters, EncounterPage> LIST_ENCOUNTERS =
      Operation.query("records.listEncounters", ListEncounters.class, EncounterPage.class)
          .audited(AuditKind.READ)
          .asking(ListEncounters::patientId);

  /** {@code STALE_VERSION} if another one saved; {@code NOT_IN_PROGRESS} once it is signed. */
  public static final Operation<SaveNote, SavedNote> SAVE_NOTE =
      Operation.command("records.saveNote", SaveNote.class, SavedNote.class)
          .audited(AuditKind.CHANGE)
          .about(SaveNote::encounterId);

  /** Makes the note final and completes the visit, all or nothing. */
  public static final Operation<SignEncounter, Encounter> SIGN_ENCOUNTER =
      Operation.command("records.signEncounter", SignEncounter.class, Encounter.class)
          .audited(AuditKind.CHANGE)
          .about(SignEncounter::encounterId)
          .showing(Encounter::patientId);

  /** Adds to a signed encounter. */
  public static final Operation<AddAddendum, Encounter> ADD_ADDENDUM =
      Operation.command("records.addAddendum", AddAddendum.class, Encounter.class)
          .audited(AuditKind.CHANGE)
          .about(AddAddendum::encounterId)
          .showing(Encounter::patientId);

  /** Marks an encounter as entered in error; it stays visible. */
  public static final Operation<StrikeOutEncounter, Encounter> STRIKE_OUT_ENCOUNTER =
      Operation.command("records.strikeOutEncounter", StrikeOutEncounter.class, Encounter.class)
          .audited(AuditKind.CHANGE)
          .about(StrikeOutEncounter::encounterId)
          .showing(Encounter::patientId);

  /** Who has it open to write, and in which state it is; nothing clinical. */
  public static final Operation<GetEncounterState, EncounterState> GET_ENCOUNTER_STATE =
      Operation.query("records.getEncounterState", GetEncounterState.class, EncounterState.class)
          .notAudited("who writes a note and its state, without anything of the patient");

  /** Announces that a page has it open to write; to be repeated within a minute. */
  public static final Operation<KeepEditing, NoContent> KEEP_EDITING =
      Operation.command("records.keepEditing", KeepEditing.class, NoContent.class)
          .notAudited("the caller's own presence, without anything of the patient");

  public static final Operation<StopEditing, NoContent> STOP_EDITING =
      Operation.command("records.stopEditing", StopEditing.class, NoContent.class)
          .notAudited("the caller's own presence, without anything of the patient");

  public static final Operation<ListVitalSigns, VitalSigns> LIST_VITAL_SIGNS =
      Operation.query("records.listVitalSigns", ListVitalSigns.class, VitalSigns.class)
          .notAudited("units and bounds, the same for everyone");

  /** FHIR's class: at the clinic, in an emergency, or by telephone. */
  public enum EncounterKind {
    VISIT,
    EMERGENCY,
    TELEPHONE
  }

  public enum EncounterStatus {
    IN_PROGRESS,
    /** Signed. */
    FINISHED,
    ENTERED_IN_ERROR
  }

  public enum EntryKind {
    ADDENDUM,
    CORRECTION,
    ENTERED_IN_ERROR
  }

  /**
   * @param appointmentId for {@code VISIT}
   * @param patientId for the other kinds
   */
  public record OpenEncounter(EncounterKind kind, UUID appointmentId, UUID patientId) {}

  /**
   * @param language of the names of coded diagnoses, for the patient; null for what was written,
   *     which doctors get in any case
   */
  public record GetEncounter(UUID encounterId, Language language) {}

  /**
   * @param doctorId only those of a doctor; null for all
   * @param language as of {@link GetEncounter}
   */
  public record ListEncounters(
      UUID patientId, UUID doctorId, Language language, Integer limit, String cursor) {}

  public record SaveNote(UUID encounterId, long version, EncounterNote details) {

    @Override
    public String toString() {
      return "SaveNote[" + encounterId + "]";
    }
  }

  public record SavedNote(UUID id, OffsetDateTime savedAt, long version) implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  /**
   * @param releaseAt when the patient sees it; null for at once
   */
  public record SignEncounter(UUID encounterId, long version, OffsetDateTime releaseAt) {}

  /**
   * @param reason why it is corrected; required for a correction
   */
  public record AddAddendum(UUID encounterId, EntryKind kind, String text, String reason) {

    @Override
    public String toString() {
      return "AddAddendum[" + encounterId + "]";
    }
  }

  public record StrikeOutEncounter(UUID encounterId, String reason) {

    @Override
    public String toString() {
      return "StrikeOutEncounter[" + encounterId + "]";
    }
  }

  /**
   * What was added to an encounter, or why it was struck out.
   *
   * @param text empty if it was struck out
   * @param reason null if none was stated
   * @param unreadable whether both are missing because they were damaged in the database, in lists
   *     only; null for no
   */
  public record EncounterEntry(
      UUID id,
      EntryKind kind,
      String text,
      String reason,
      UUID doctorId,
      String doctorName,
      OffsetDateTime createdAt,
      Boolean unreadable) {

    @Override
    public String toString() {
      return "EncounterEntry[" + id + "]";
    }
  }

  /**
   * @param bodyMassIndex in kg/m²; null without weight and height
   * @param releasedAt from when on the patient sees it; null while it is not signed
   * @param writable whether the caller may write it, or add to it
   * @param restricted true if the patient keeps it from other doctors; only stated to the patient,
   *     and in an emergency to who sees it because of that; null otherwise
   * @param authorOnly true if the caller sees nothing of the patient's record but this, as its
   *     author; stated of one that is read alone, null otherwise
   * @param patientName null unless {@code authorOnly}
   * @param unreadable whether its note is empty because it was damaged in the database, in lists
   *     only; null for no
   */
  public record Encounter(
      UUID id,
      UUID patientId,
      UUID doctorId,
      String doctorName,
      UUID appointmentId,
      EncounterKind kind,
      EncounterStatus status,
      OffsetDateTime start,
      EncounterNote note,
      Double bodyMassIndex,
      OffsetDateTime savedAt,
      OffsetDateTime signedAt,
      OffsetDateTime releasedAt,
      List<EncounterEntry> entries,
      boolean writable,
      Boolean restricted,
      Boolean authorOnly,
      String patientName,
      Boolean unreadable,
      long version)
      implements HasETag {

    /** The same encounter with another note. */
    public Encounter with(EncounterNote other) {
      return new Encounter(
          id,
          patientId,
          doctorId,
          doctorName,
          appointmentId,
          kind,
          status,
          start,
          other,
          bodyMassIndex,
          savedAt,
          signedAt,
          releasedAt,
          entries,
          writable,
          restricted,
          authorOnly,
          patientName,
          unreadable,
          version);
    }

    /**
     * Its version, and for those who only read it also the names of its diagnoses: another version
     * of their codes may name them differently.
     */
    @Override
    public String etag() {
      return writable ? Long.toString(version) : version + "-" + namesOfDiagnoses();
    }

    private String namesOfDiagnoses() {
      return Integer.toHexString(
          note.diagnoses().stream().map(Diagnosis::text).toList().hashCode());
    }

    @Override
    public String toString() {
      return "Encounter[" + id + "]";
    }
  }

  public record EncounterPage(List<Encounter> items, String next) {}

  public record GetEncounterState(UUID encounterId) {}

  /**
   * @param editorId of the page, chosen by it
   */
  public record KeepEditing(UUID encounterId, UUID editorId) {}

  public record StopEditing(UUID encounterId, UUID editorId) {}

  public record EncounterEditor(UUID id, UUID doctorId, String doctorName, OffsetDateTime since) {}

  public record EncounterState(
      UUID id,
      EncounterStatus status,
      OffsetDateTime savedAt,
      List<EncounterEditor> editors,
      long version) {}

  public record ListVitalSigns() {}

  /**
   * @param min the least that can be
   * @param max the most that can be
   * @param usualMin null if none is usual
   * @param usualMax null if none is usual
   */
  public record VitalSignUnit(
      String unit, double min, double max, Double usualMin, Double usualMax, int decimals) {}

  /**
   * @param units the first one is that of a new value
   */
  public record VitalSignRule(VitalSign kind, List<VitalSignUnit> units) {}

  public record VitalSigns(List<VitalSignRule> items) {}

  private EncountersApi() {}
}
