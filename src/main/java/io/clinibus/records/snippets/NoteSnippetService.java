package io.clinibus.records.snippets;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.records.api.NoteSnippetsApi.CreateNoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.DeleteNoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.ListNoteSnippets;
import io.clinibus.records.api.NoteSnippetsApi.NoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.NoteSnippets;
import io.clinibus.records.api.NoteSnippetsApi.UpdateNoteSnippet;
import io.vertx.core.Future;
import java.util.UUID;

/** Texts that doctors insert: each sees and changes their own and those of their department. */
public final class NoteSnippetService {

  private final NoteSnippetRepository repository;

  public NoteSnippetService(NoteSnippetRepository repository) {
    this.repository = repository;
  }

  public Future<NoteSnippets> list(ListNoteSnippets wanted, Caller caller) {
    return repository.list(doctor(caller)).map(NoteSnippets::new);
  }

  public Future<NoteSnippet> create(CreateNoteSnippet wanted, Caller caller) {
    doctor(caller);
    UUID id = UuidV7.next();
    caller.isAbout(id);
    return repository.insert(id, wanted.details(), caller);
  }

  public Future<NoteSnippet> update(UpdateNoteSnippet wanted, Caller caller) {
    return find(wanted.snippetId(), caller)
        .compose(
            found -> repository.update(found.id(), wanted.version(), wanted.details(), caller));
  }

  public Future<NoContent> delete(DeleteNoteSnippet wanted, Caller caller) {
    return find(wanted.snippetId(), caller)
        .compose(found -> repository.delete(found.id(), caller))
        .map(NoContent.DONE);
  }

  private Future<NoteSnippet> find(UUID id, Caller caller) {
    return repository
        .find(id, doctor(caller))
        .map(found -> found.orElseThrow(() -> Failure.notFound("snippet")));
  }

  private static UUID doctor(Caller caller) {
    if (caller.doctorId() == null) {
      throw Failure.forbidden("Snippets are for doctors.");
    }
    return caller.doctorId();
  }
}
