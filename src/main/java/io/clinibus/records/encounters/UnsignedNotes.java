package io.clinibus.records.encounters;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.platform.db.Cursor;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.UnsignedNotesApi;
import io.clinibus.records.api.UnsignedNotesApi.GetUnsignedNotesState;
import io.clinibus.records.api.UnsignedNotesApi.ListUnsignedNotes;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNote;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNotesState;
import io.clinibus.records.encounters.UnsignedNoteRepository.StoredNote;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.UUID;

/**
 * The notes that the calling doctor has begun and not signed. The doctor has them whatever the
 * relation to the patient has become, as {@link EncounterReads} shows each to its author.
 */
public final class UnsignedNotes {

  private static final int MOST_ON_TOPIC = 100;

  private final UnsignedNoteRepository repository;
  private final PatientAccessCheck access;
  private final Clock clock;

  public UnsignedNotes(UnsignedNoteRepository repository, PatientAccessCheck access, Clock clock) {
    this.repository = repository;
    this.access = access;
    this.clock = clock;
  }

  public Future<UnsignedNotesApi.UnsignedNotes> list(ListUnsignedNotes wanted, Caller caller) {
    Cursor after = Cursor.parse(wanted.cursor());
    int limit = Cursor.limit(wanted.limit());
    return repository
        .list(doctor(caller), clock.instant(), after, limit)
        .map(
            page ->
                new UnsignedNotesApi.UnsignedNotes(
                    page.items().stream().map(note -> shown(note, caller)).toList(),
                    page.count(),
                    page.next()));
  }

  /** For the live topic, on behalf of its subscriber. */
  public Future<UnsignedNotesState> state(GetUnsignedNotesState wanted, Caller caller) {
    return repository.state(doctor(caller), MOST_ON_TOPIC);
  }

  private UnsignedNote shown(StoredNote note, Caller caller) {
    boolean readsRecord = access.allows(EncountersApi.GET_ENCOUNTER, caller, note.relation());
    return new UnsignedNote(
        note.id(),
        note.patientId(),
        note.patientName(),
        note.appointmentId(),
        note.kind(),
        note.start(),
        note.savedAt(),
        readsRecord ? null : true);
  }

  /**
   * @throws Failure {@code FORBIDDEN} if the caller is no doctor
   */
  public static UUID doctor(Caller caller) {
    if (caller.doctorId() == null) {
      throw Failure.forbidden("This account belongs to no doctor.");
    }
    return caller.doctorId();
  }
}
