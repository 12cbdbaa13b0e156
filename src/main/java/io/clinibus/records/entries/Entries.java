package io.clinibus.records.entries;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.ChangeEntry;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryChanged;
import io.clinibus.records.api.EntriesApi.EntryHistory;
import io.clinibus.records.api.EntriesApi.EntryKind;
import io.clinibus.records.api.EntriesApi.EntryStatus;
import io.clinibus.records.api.EntriesApi.GetEntryHistory;
import io.clinibus.records.api.EntriesApi.RecordEntry;
import io.clinibus.records.api.EntriesApi.StrikeEntry;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.records.codes.CodeNaming;
import io.clinibus.records.codes.PlainNames;
import io.clinibus.records.entries.EntryRepository.NewVersion;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Records, changes and strikes entries of patients' records; treating doctors do. */
public final class Entries {

  /** The time zone where each date begins first: a date of today there is not in the future. */
  private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(14);

  private final EntryRepository repository;
  private final RecordReaders readers;
  private final PatientAccessCheck access;
  private final PlainNames names;
  private final Bus bus;
  private final Clock clock;

  public Entries(
      EntryRepository repository,
      RecordReaders readers,
      PatientAccessCheck access,
      PlainNames names,
      Bus bus,
      Clock clock) {
    this.repository = repository;
    this.readers = readers;
    this.access = access;
    this.names = names;
    this.bus = bus;
    this.clock = clock;
  }

  /** Records an entry of a patient whom the calling doctor treats. */
  public Future<Entry> record(RecordEntry request, Caller caller) {
    return access
        .require(EntriesApi.RECORD_ENTRY, caller, request.patientId())
        .compose(
            relation -> {
              EntryKind kind = EntryRules.check(request.details(), today());
              return add(
                  new NewVersion(
                      UuidV7.next(),
                      1,
                      request.patientId(),
                      kind,
                      EntryStatus.CURRENT,
                      new EntryContent(request.details(), null),
                      null),
                  caller);
            });
  }

  /**
   * Adds a version with other content.
   *
   * @return {@code NOT_FOUND}, {@code STALE_VERSION}, {@code ENTERED_IN_ERROR}, or {@code
   *     INVALID_REQUEST} if it is of another kind
   */
  public Future<Entry> change(ChangeEntry request, Caller caller) {
    return access
        .require(EntriesApi.CHANGE_ENTRY, caller, request.patientId())
        .compose(
            relation -> present(request.patientId(), request.entryId(), request.version(), caller))
        .compose(
            present -> {
              EntryKind kind = EntryRules.check(request.details(), today());
              if (kind != present.kind()) {
                throw EntryRules.otherKind(present.kind());
              }
              return next(
                  present, EntryStatus.CURRENT, new EntryContent(request.details(), null), caller);
            });
  }

  /** Marks an entry as entered in error; it is final. */
  public Future<Entry> strike(StrikeEntry request, Caller caller) {
    return access
        .require(EntriesApi.STRIKE_ENTRY, caller, request.patientId())
        .compose(
            relation -> present(request.patientId(), request.entryId(), request.version(), caller))
        .compose(
            present ->
                next(
                    present,
                    EntryStatus.ENTERED_IN_ERROR,
                    new EntryContent(present.details(), request.reason()),
                    caller));
  }

  /** All versions of an entry. */
  public Future<EntryHistory> history(GetEntryHistory request, Caller caller) {
    return access
        .require(EntriesApi.GET_ENTRY_HISTORY, caller, request.patientId())
        .compose(relation -> readers.of(caller, request.patientId(), relation))
        .compose(
            reader ->
                repository
                    .history(request.patientId(), request.entryId(), reader, caller)
                    .compose(
                        versions ->
                            names.shown(
                                versions, reader.namesIn(request.language()), Entries::named)))
        .map(EntryHistory::new);
  }

  private static List<Entry> named(CodeNaming naming, List<Entry> versions) {
    return versions.stream().map(naming::shown).toList();
  }

  private Future<Entry> present(UUID patientId, UUID entryId, long version, Caller caller) {
    return repository
        .get(patientId, entryId, new RecordReader(caller.doctorId(), false))
        .map(
            present -> {
              if (present.version() != version) {
                throw Failure.staleVersion();
              }
              if (present.status() == EntryStatus.ENTERED_IN_ERROR) {
                throw Failure.of(RecordsFailures.ENTRY_IN_ERROR);
              }
              return present;
            });
  }

  private Future<Entry> next(
      Entry present, EntryStatus status, EntryContent content, Caller caller) {
    return add(
        new NewVersion(
            present.id(),
            present.version() + 1,
            present.patientId(),
            present.kind(),
            status,
            content,
            present.firstRecordedAt().toInstant()),
        caller);
  }

  private Future<Entry> add(NewVersion added, Caller caller) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return repository
        .add(added, now, caller)
        .onSuccess(
            entry ->
                bus.publish(
                    EntriesApi.ENTRY_CHANGED,
                    new EntryChanged(
                        added.id(), added.patientId(), added.kind(), added.version(), now)));
  }

  private LocalDate today() {
    return LocalDate.now(clock.withZone(EASTERNMOST));
  }
}
