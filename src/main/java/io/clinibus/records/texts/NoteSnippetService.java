package io.clinibus.records.texts;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.texts.StaffTexts;
import io.clinibus.records.api.NoteSnippetsApi;
import io.clinibus.records.api.NoteSnippetsApi.CreateNoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.DeleteNoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.ListNoteSnippets;
import io.clinibus.records.api.NoteSnippetsApi.NoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.NoteSnippets;
import io.clinibus.records.api.NoteSnippetsApi.UpdateNoteSnippet;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Texts that doctors insert: each sees and changes their own and those of their department. */
public final class NoteSnippetService {

  private final NoteSnippetRepository repository;
  private final PartOpeners openers;
  private final StaffTexts texts;

  public NoteSnippetService(
      NoteSnippetRepository repository, PartOpeners openers, PatientKeys keys, DataFormCheck form) {
    this.repository = repository;
    this.openers = openers;
    this.texts = new StaffTexts(keys, form, StoredSnippet.COLUMN);
  }

  public Future<NoteSnippets> list(ListNoteSnippets wanted, Caller caller) {
    return repository
        .list(TextOwners.doctor(caller))
        .compose(
            stored ->
                openers.openOfClinic(
                    NoteSnippetsApi.LIST_NOTE_SNIPPETS,
                    stored.stream().anyMatch(StoredSnippet::isSealed),
                    caller,
                    parts ->
                        Future.succeededFuture(
                            stored.stream().map(one -> one.open(texts, parts)).toList())))
        .map(NoteSnippets::new);
  }

  public Future<NoteSnippet> create(CreateNoteSnippet wanted, Caller caller) {
    TextOwners.doctor(caller);
    UUID id = UuidV7.next();
    caller.isAbout(id);
    return texts
        .write(id, 1, wanted.details().text(), null)
        .compose(text -> repository.insert(id, wanted.details(), text, caller))
        .compose(this::opened);
  }

  public Future<NoteSnippet> update(UpdateNoteSnippet wanted, Caller caller) {
    return find(wanted.snippetId(), caller)
        .compose(
            found -> texts.write(found.id(), wanted.version() + 1, wanted.details().text(), null))
        .compose(
            text ->
                repository.update(
                    wanted.snippetId(), wanted.version(), wanted.details(), text, caller))
        .compose(this::opened);
  }

  public Future<NoContent> delete(DeleteNoteSnippet wanted, Caller caller) {
    return find(wanted.snippetId(), caller)
        .compose(found -> repository.delete(found.id(), caller))
        .map(NoContent.DONE);
  }

  private Future<NoteSnippet> opened(StoredSnippet stored) {
    return texts.opener(List.of(stored.text())).map(stored::open);
  }

  private Future<StoredSnippet> find(UUID id, Caller caller) {
    return repository
        .find(id, TextOwners.doctor(caller))
        .map(found -> found.orElseThrow(() -> Failure.notFound("snippet")));
  }
}
