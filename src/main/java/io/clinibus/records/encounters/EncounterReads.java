package io.clinibus.records.encounters;

import static java.util.stream.Collectors.groupingBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterPage;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EncountersApi.ListVitalSigns;
import io.clinibus.records.api.EncountersApi.VitalSigns;
import io.clinibus.records.codes.CodeNaming;
import io.clinibus.records.codes.PlainNames;
import io.clinibus.records.encounters.EncounterRepository.Page;
import io.clinibus.records.encounters.StoredEncounter.StoredEntry;
import io.clinibus.records.entries.RecordReader;
import io.clinibus.records.entries.RecordReaders;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads encounters. A draft is seen by those only who write it; what is signed by doctors who treat
 * the patient, and by the patient once it is released.
 */
public final class EncounterReads {

  /** Patients see what is signed and released; a child's representative as well. */
  private static final Set<PatientRelation> PATIENT =
      Set.of(PatientRelation.OWN, PatientRelation.CHILD);

  private final EncounterRepository repository;
  private final PatientAccessCheck access;
  private final RecordReaders readers;
  private final PatientKeys keys;
  private final PartOpeners openers;
  private final PlainNames names;
  private final Clock clock;

  public EncounterReads(
      EncounterRepository repository,
      PatientAccessCheck access,
      RecordReaders readers,
      PatientKeys keys,
      PartOpeners openers,
      PlainNames names,
      Clock clock) {
    this.repository = repository;
    this.access = access;
    this.readers = readers;
    this.keys = keys;
    this.openers = openers;
    this.names = names;
    this.clock = clock;
  }

  public Future<Encounter> get(GetEncounter wanted, Caller caller) {
    return get(wanted.encounterId(), wanted.language(), caller);
  }

  /** An encounter as it was written, for a doctor. */
  Future<Encounter> get(UUID id, Caller caller) {
    return get(id, null, caller);
  }

  private Future<Encounter> get(UUID id, Language language, Caller caller) {
    return find(id, caller)
        .compose(
            stored ->
                reader(stored, caller)
                    .compose(
                        reader ->
                            Future.all(
                                    keys.ofRecord(stored.patientId(), stored.sealedFor()),
                                    repository.entries(List.of(id)))
                                .map(
                                    both -> {
                                      PatientKey key = both.resultAt(0);
                                      List<StoredEntry> entries = both.resultAt(1);
                                      return stored.open(key, entries, reader);
                                    })
                                .compose(
                                    encounter ->
                                        names.shown(
                                            encounter,
                                            reader.namesIn(language),
                                            CodeNaming::shown))));
  }

  public Future<EncounterPage> list(ListEncounters wanted, Caller caller) {
    Cursor after = Cursor.parse(wanted.cursor());
    int limit = Cursor.limit(wanted.limit());
    return access
        .require(EncountersApi.LIST_ENCOUNTERS, caller, wanted.patientId())
        .compose(
            relation ->
                readers
                    .of(caller, wanted.patientId(), relation)
                    .compose(
                        reader ->
                            repository
                                .list(
                                    wanted.patientId(),
                                    wanted.doctorId(),
                                    PATIENT.contains(relation) ? clock.instant() : null,
                                    reader,
                                    after,
                                    limit)
                                .compose(
                                    page ->
                                        open(
                                            wanted.patientId(),
                                            page,
                                            new EncounterReader(caller, reader),
                                            wanted.language()))));
  }

  private Future<EncounterPage> open(
      UUID patientId, Page page, EncounterReader reader, Language language) {
    List<StoredEncounter> items = page.items();
    return repository
        .entries(items.stream().map(StoredEncounter::id).toList())
        .map(all -> all.stream().collect(groupingBy(StoredEntry::encounterId)))
        .compose(
            entries ->
                openers.open(
                    patientId,
                    items.stream().map(StoredEncounter::sealedFor),
                    reader.caller(),
                    parts ->
                        Future.succeededFuture(
                            items.stream()
                                .map(
                                    one ->
                                        one.open(
                                            parts,
                                            entries.getOrDefault(one.id(), List.of()),
                                            reader))
                                .toList())))
        .compose(
            encounters -> names.shown(encounters, reader.namesIn(language), EncounterReads::named))
        .map(encounters -> new EncounterPage(encounters, page.next()));
  }

  private static List<Encounter> named(CodeNaming naming, List<Encounter> encounters) {
    return encounters.stream().map(naming::shown).toList();
  }

  public Future<VitalSigns> vitalSigns(ListVitalSigns wanted, Caller caller) {
    return Future.succeededFuture(new VitalSigns(VitalSignRules.ALL));
  }

  /** An encounter that the caller may read, else {@code NOT_FOUND} or {@code FORBIDDEN}. */
  Future<StoredEncounter> readable(UUID id, Caller caller) {
    return find(id, caller)
        .compose(
            stored ->
                stored.isWrittenBy(caller)
                    ? Future.succeededFuture(stored)
                    : reader(stored, caller).map(stored));
  }

  /** Who reads an encounter; fails as {@link #readable}. */
  private Future<EncounterReader> reader(StoredEncounter stored, Caller caller) {
    return stored.isWrittenBy(caller)
        ? access
            .allows(EncountersApi.GET_ENCOUNTER, caller, stored.patientId())
            .map(isAllowed -> author(caller, isAllowed))
        : access
            .require(EncountersApi.GET_ENCOUNTER, caller, stored.patientId())
            .compose(
                relation ->
                    readers
                        .of(caller, stored.patientId(), relation)
                        .map(record -> other(stored, relation, caller, record)));
  }

  /** An author sees the encounter in any case, and not because of anything else. */
  private static EncounterReader author(Caller caller, boolean readsRecord) {
    return new EncounterReader(
        caller, readsRecord ? new RecordReader(caller.doctorId(), false) : null);
  }

  private EncounterReader other(
      StoredEncounter stored, PatientRelation relation, Caller caller, RecordReader record) {
    var reader = new EncounterReader(caller, record);
    boolean isReady =
        PATIENT.contains(relation) ? stored.isReleased(clock.instant()) : stored.isSigned();
    if (!isReady || reader.isKeptFrom(stored)) {
      throw notFound();
    }
    return reader;
  }

  /** An encounter that the caller may write, else {@code NOT_FOUND}. */
  Future<StoredEncounter> writable(UUID id, Caller caller) {
    return find(id, caller)
        .map(
            stored -> {
              if (!stored.isWrittenBy(caller)) {
                throw notFound();
              }
              return stored;
            });
  }

  /** An encounter, whose patient is recorded in the audit entry of the request. */
  Future<StoredEncounter> find(UUID id, Caller caller) {
    return repository
        .find(id)
        .map(
            found -> {
              StoredEncounter stored = found.orElseThrow(EncounterReads::notFound);
              caller.concerns(stored.patientId());
              return stored;
            });
  }

  private static Failure notFound() {
    return Failure.notFound("encounter");
  }
}
