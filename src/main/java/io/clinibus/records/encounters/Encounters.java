package io.clinibus.records.encounters;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.CheckEncounter;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.AddAddendum;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SavedNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.records.api.EncountersApi.StrikeOutEncounter;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.records.encounters.EncounterRepository.Changed;
import io.clinibus.records.encounters.EncounterRepository.Outcome;
import io.clinibus.records.encounters.EncounterRepository.Visit;
import io.clinibus.records.encounters.StoredEncounter.EntryText;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes encounters: opens, saves, signs and amends them. */
public final class Encounters {

  /** A visit whose status others change at the same time is tried again. */
  private static final int ATTEMPTS = 3;

  private final EncounterRepository repository;
  private final EncounterReads reads;
  private final PatientAccessCheck access;
  private final PatientKeys keys;
  private final Bus bus;
  private final EncounterEvents events;
  private final Clock clock;

  public Encounters(
      EncounterRepository repository,
      EncounterReads reads,
      PatientAccessCheck access,
      PatientKeys keys,
      Bus bus,
      Clock clock) {
    this.repository = repository;
    this.reads = reads;
    this.access = access;
    this.keys = keys;
    this.bus = bus;
    this.events = new EncounterEvents(bus);
    this.clock = clock;
  }

  public Future<Encounter> open(OpenEncounter wanted, Caller caller) {
    if ((wanted.appointmentId() == null) == (wanted.patientId() == null)
        || (wanted.kind() == EncounterKind.VISIT) != (wanted.appointmentId() != null)) {
      throw Failure.invalid(
          CommonFieldErrors.EXACTLY_ONE_OF.at(
              "/appointmentId",
              "A visit has an appointment, other encounters have a patient.",
              List.of("appointmentId", "patientId")));
    }
    return patient(wanted, caller)
        .compose(
            patientId ->
                access
                    .require(EncountersApi.OPEN_ENCOUNTER, caller, patientId)
                    .compose(
                        relation -> {
                          requireTreated(relation, wanted.kind());
                          return keys.of(patientId);
                        })
                    .compose(
                        key -> {
                          UUID id = UuidV7.next();
                          byte[] note =
                              SealedJson.seal(
                                  key, StoredEncounter.notePlace(id, 1), EncounterNote.EMPTY);
                          return open(id, wanted, patientId, note, caller, ATTEMPTS);
                        }))
        .compose(id -> reads.get(id, caller));
  }

  /** Who has opened the record in an emergency writes notes, and begins no visit. */
  private static void requireTreated(PatientRelation relation, EncounterKind kind) {
    if (relation == PatientRelation.OPENED && kind == EncounterKind.VISIT) {
      throw Failure.forbidden("In an emergency, write a note without a visit.");
    }
  }

  /** The patient of an encounter that is to be opened; only the doctor of a visit opens its. */
  private Future<UUID> patient(OpenEncounter wanted, Caller caller) {
    if (wanted.patientId() != null) {
      return Future.succeededFuture(wanted.patientId());
    }
    return repository
        .visit(wanted.appointmentId())
        .map(
            found ->
                found
                    .filter(visit -> caller.isDoctor(visit.doctorId()))
                    .map(Visit::patientId)
                    .orElseThrow(() -> Failure.notFound("appointment")));
  }

  private Future<UUID> open(
      UUID id, OpenEncounter wanted, UUID patientId, byte[] note, Caller caller, int attempts) {
    Instant now = clock.instant();
    return repository
        .open(id, wanted.appointmentId(), patientId, wanted.kind(), note, now, caller)
        .compose(
            changed ->
                changed.outcome() == Outcome.STALE_VERSION && attempts > 1
                    ? open(id, wanted, patientId, note, caller, attempts - 1)
                    : Future.succeededFuture(concluded(changed).id()));
  }

  public Future<SavedNote> save(SaveNote wanted, Caller caller) {
    Instant now = clock.instant();
    return writable(wanted.encounterId(), caller)
        .compose(
            stored -> {
              requireInProgress(stored);
              return keys.ofRecord(stored.patientId(), stored.sealedFor())
                  .map(
                      key ->
                          SealedJson.seal(
                              key,
                              StoredEncounter.notePlace(stored.id(), wanted.version() + 1),
                              wanted.details()))
                  .compose(
                      note -> repository.save(stored.id(), wanted.version(), note, now, caller))
                  .map(
                      done -> {
                        var saved = done.orElseThrow(Failure::staleVersion);
                        events.publish(saved.events());
                        return new SavedNote(stored.id(), stored.local(now), saved.version());
                      });
            });
  }

  /**
   * @return {@code INVALID_REQUEST} naming what is wrong with the note, {@code STALE_VERSION},
   *     {@code NOT_IN_PROGRESS}, {@code VISIT_NOT_OPEN} if the visit was cancelled or missed,
   *     {@code PRESCRIPTION_INCOMPLETE}
   */
  public Future<Encounter> sign(SignEncounter wanted, Caller caller) {
    return writable(wanted.encounterId(), caller)
        .compose(
            stored -> {
              requireInProgress(stored);
              if (stored.version() != wanted.version()) {
                throw Failure.staleVersion();
              }
              return keys.ofRecord(stored.patientId(), stored.sealedFor())
                  .compose(
                      key -> {
                        EncounterNoteRules.checkComplete(stored.open(key));
                        return bus.request(
                            PrescriptionsApi.CHECK_ENCOUNTER,
                            new CheckEncounter(stored.id()),
                            caller);
                      })
                  .compose(complete -> sign(wanted, caller, ATTEMPTS));
            })
        .compose(signed -> reads.get(wanted.encounterId(), caller));
  }

  private Future<Changed> sign(SignEncounter wanted, Caller caller, int attempts) {
    Instant now = clock.instant();
    Instant release = wanted.releaseAt() == null ? null : wanted.releaseAt().toInstant();
    return repository
        .sign(wanted.encounterId(), wanted.version(), release, now, caller)
        .compose(
            changed ->
                changed.outcome() == Outcome.VISIT_STALE && attempts > 1
                    ? sign(wanted, caller, attempts - 1)
                    : Future.succeededFuture(concluded(changed)));
  }

  public Future<Encounter> addAddendum(AddAddendum wanted, Caller caller) {
    if (wanted.kind() == EntryKind.CORRECTION && isBlank(wanted.reason())) {
      throw Failure.invalid(CommonFieldErrors.REQUIRED.at("/reason", "State why it is corrected."));
    }
    var text = new EntryText(wanted.text().strip(), stripped(wanted.reason()));
    return addEntry(wanted.encounterId(), wanted.kind(), text, caller);
  }

  public Future<Encounter> strikeOut(StrikeOutEncounter wanted, Caller caller) {
    var text = new EntryText("", wanted.reason().strip());
    return addEntry(wanted.encounterId(), EntryKind.ENTERED_IN_ERROR, text, caller);
  }

  private Future<Encounter> addEntry(
      UUID encounterId, EntryKind kind, EntryText text, Caller caller) {
    UUID id = UuidV7.next();
    return writable(encounterId, caller)
        .compose(stored -> keys.ofRecord(stored.patientId(), stored.sealedFor()))
        .map(key -> SealedJson.seal(key, StoredEncounter.entryPlace(id), text))
        .compose(
            bytes -> repository.addEntry(encounterId, id, kind, bytes, clock.instant(), caller))
        .map(this::concluded)
        .compose(added -> reads.get(encounterId, caller));
  }

  private Future<StoredEncounter> writable(UUID id, Caller caller) {
    return reads.writable(id, caller);
  }

  private static void requireInProgress(StoredEncounter stored) {
    if (stored.status() != EncounterStatus.IN_PROGRESS) {
      throw Failure.of(RecordsFailures.NOT_IN_PROGRESS);
    }
  }

  private Changed concluded(Changed changed) {
    switch (changed.outcome()) {
      case OPENED, EXISTS, SIGNED, ADDED -> events.publish(changed.events());
      case NOT_OPEN -> throw Failure.of(RecordsFailures.VISIT_NOT_OPEN);
      case STALE_VERSION, VISIT_STALE -> throw Failure.staleVersion();
      case NOT_SIGNED -> throw Failure.of(RecordsFailures.NOT_SIGNED);
      case TOO_MANY -> throw Failure.of(RecordsFailures.TOO_MANY_ADDENDA);
    }
    return changed;
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static String stripped(String text) {
    return isBlank(text) ? null : text.strip();
  }
}
