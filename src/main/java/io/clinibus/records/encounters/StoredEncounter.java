package io.clinibus.records.encounters;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
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
import java.util.UUID;

/**
 * An encounter as it is stored, with its note sealed.
 *
 * @param sealedFor the patient whose key seals it
 * @param visitDoctorId the doctor of the visit; null without a visit
 * @param zone of the clinic
 */
record StoredEncounter(
    UUID id,
    UUID patientId,
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

  Encounter open(PatientKey key, List<StoredEntry> entries, Caller caller) {
    EncounterNote opened = open(key);
    return new Encounter(
        id,
        patientId,
        doctorId,
        doctorName,
        appointmentId,
        kind,
        status,
        local(startsAt),
        opened,
        VitalSignRules.bodyMassIndex(opened.measurements()),
        local(savedAt),
        local(signedAt),
        local(releasedAt),
        entries.stream().map(entry -> open(key, entry)).toList(),
        isWrittenBy(caller),
        version);
  }

  private EncounterEntry open(PatientKey key, StoredEntry entry) {
    EntryText opened = SealedJson.open(key, entryPlace(entry.id()), entry.text(), EntryText.class);
    return new EncounterEntry(
        entry.id(),
        entry.kind(),
        opened.text(),
        opened.reason(),
        entry.doctorId(),
        entry.doctorName(),
        local(entry.createdAt()));
  }

  OffsetDateTime local(Instant instant) {
    return instant == null ? null : instant.atZone(zone).toOffsetDateTime();
  }

  @Override
  public String toString() {
    return "StoredEncounter[" + id + "]";
  }
}
