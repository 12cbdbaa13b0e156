package io.clinibus.records.encounters;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterEntry;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.EntryKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An encounter as it is stored, with its note sealed.
 *
 * @param sealedFor the patient whose key seals it
 * @param visitDoctorId the doctor of the visit; null without a visit
 * @param restricted whether the patient keeps it from doctors other than the author
 * @param zone of the clinic
 */
record StoredEncounter(
    UUID id,
    UUID patientId,
    String patientName,
    UUID sealedFor,
    UUID doctorId,
    String doctorName,
    UUID appointmentId,
    UUID visitDoctorId,
    EncounterKind kind,
    EncounterStatus status,
    Instant startsAt,
    byte[] note,
    long noteVersion,
    Instant savedAt,
    Instant signedAt,
    Instant releasedAt,
    boolean restricted,
    long version,
    ZoneId zone) {

  /** What was added, sealed. */
  record StoredEntry(
      UUID id,
      UUID encounterId,
      EntryKind kind,
      byte[] text,
      UUID doctorId,
      String doctorName,
      Instant createdAt) {}

  /** What is sealed of an entry. */
  record EntryText(String text, String reason) {

    @Override
    public String toString() {
      return "EntryText[…]";
    }
  }

  static SealedPlace notePlace(UUID encounterId, long version) {
    return new SealedPlace("records.encounter.note", encounterId, version);
  }

  static SealedPlace entryPlace(UUID entryId) {
    return new SealedPlace("records.encounter_entry.text", entryId, 1);
  }

  /** Whether the caller writes it: its doctor, or that of the visit. */
  boolean isWrittenBy(Caller caller) {
    return caller.has(Role.DOCTOR) && (caller.isDoctor(doctorId) || caller.isDoctor(visitDoctorId));
  }

  boolean isSigned() {
    return signedAt != null;
  }

  /** Whether the patient sees it. */
  boolean isReleased(Instant now) {
    return releasedAt != null && !releasedAt.isAfter(now);
  }

  EncounterNote open(PatientKey key) {
    return SealedJson.open(key, notePlace(id, noteVersion), note, EncounterNote.class);
  }

  Encounter open(PatientKey key, List<StoredEntry> entries, EncounterReader reader) {
    return shown(
        Optional.of(open(key)),
        entries.stream()
            .map(
                entry ->
                    shown(
                        entry,
                        Optional.of(
                            SealedJson.open(
                                key, entryPlace(entry.id()), entry.text(), EntryText.class))))
            .toList(),
        reader);
  }

  /** What is damaged of it is stated. */
  Encounter open(PartOpener parts, List<StoredEntry> entries, EncounterReader reader) {
    return shown(
        parts.open(notePlace(id, noteVersion), sealedFor, note, EncounterNote.class),
        entries.stream()
            .map(
                entry ->
                    shown(
                        entry,
                        parts.open(
                            entryPlace(entry.id()), sealedFor, entry.text(), EntryText.class)))
            .toList(),
        reader);
  }

  private Encounter shown(
      Optional<EncounterNote> opened, List<EncounterEntry> entries, EncounterReader reader) {
    EncounterNote content = opened.orElse(EncounterNote.EMPTY);
    return new Encounter(
        id,
        patientId,
        doctorId,
        doctorName,
        appointmentId,
        kind,
        status,
        local(startsAt),
        content,
        VitalSignRules.bodyMassIndex(content.measurements()),
        local(savedAt),
        local(signedAt),
        local(releasedAt),
        entries,
        isWrittenBy(reader.caller()),
        reader.seesRestricted(this) ? true : null,
        reader.isOnlyAuthor() ? true : null,
        reader.isOnlyAuthor() ? patientName : null,
        opened.isEmpty() ? true : null,
        version);
  }

  private EncounterEntry shown(StoredEntry entry, Optional<EntryText> opened) {
    return new EncounterEntry(
        entry.id(),
        entry.kind(),
        opened.map(EntryText::text).orElse(""),
        opened.map(EntryText::reason).orElse(null),
        entry.doctorId(),
        entry.doctorName(),
        local(entry.createdAt()),
        opened.isEmpty() ? true : null);
  }

  OffsetDateTime local(Instant instant) {
    return instant == null ? null : instant.atZone(zone).toOffsetDateTime();
  }

  @Override
  public String toString() {
    return "StoredEncounter[" + id + "]";
  }
}
