package io.clinibus.records.texts;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.records.api.NoteTemplatesApi;
import io.clinibus.records.api.NoteTemplatesApi.CreateNoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.DeleteNoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.GetNoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.ListNoteTemplates;
import io.clinibus.records.api.NoteTemplatesApi.NoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.NoteTemplateList;
import io.clinibus.records.api.NoteTemplatesApi.NoteTemplateSummary;
import io.clinibus.records.api.NoteTemplatesApi.TemplateDetails;
import io.clinibus.records.api.NoteTemplatesApi.UpdateNoteTemplate;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.UUID;
import java.util.function.BiFunction;

/** Templates of notes: each doctor sees and changes their own and those of their department. */
public final class NoteTemplateService {

  private static final Comparator<NoteTemplateSummary> BY_NAME =
      Comparator.comparing(NoteTemplateSummary::name, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(NoteTemplateSummary::id);

  private final NoteTemplateRepository repository;
  private final PartOpeners openers;
  private final PatientKeys keys;

  public NoteTemplateService(
      NoteTemplateRepository repository, PartOpeners openers, PatientKeys keys) {
    this.repository = repository;
    this.openers = openers;
    this.keys = keys;
  }

  public Future<NoteTemplateList> list(ListNoteTemplates wanted, Caller caller) {
    return repository
        .list(TextOwners.doctor(caller))
        .compose(
            stored ->
                openers.openOfClinic(
                    NoteTemplatesApi.LIST_NOTE_TEMPLATES,
                    !stored.isEmpty(),
                    caller,
                    opener ->
                        Future.succeededFuture(
                            stored.stream()
                                .map(one -> one.summary(opener))
                                .sorted(BY_NAME)
                                .toList())))
        .map(NoteTemplateList::new);
  }

  /** Fails with {@code UnreadableSeal} if it was damaged. */
  public Future<NoteTemplate> get(GetNoteTemplate wanted, Caller caller) {
    return find(wanted.templateId(), caller)
        .compose(
            stored ->
                openers
                    .openOfClinic(
                        NoteTemplatesApi.GET_NOTE_TEMPLATE,
                        true,
                        caller,
                        opener -> Future.succeededFuture(stored.open(opener)))
                    .map(opened -> opened.orElseThrow(stored::unreadable)));
  }

  public Future<NoteTemplate> create(CreateNoteTemplate wanted, Caller caller) {
    TextOwners.doctor(caller);
    UUID id = UuidV7.next();
    caller.isAbout(id);
    return write(id, 1, wanted.details(), caller, repository::insert);
  }

  public Future<NoteTemplate> update(UpdateNoteTemplate wanted, Caller caller) {
    return find(wanted.templateId(), caller)
        .compose(
            found ->
                write(
                    found.id(),
                    wanted.version() + 1,
                    wanted.details(),
                    caller,
                    repository::update));
  }

  public Future<NoContent> delete(DeleteNoteTemplate wanted, Caller caller) {
    return find(wanted.templateId(), caller)
        .compose(found -> repository.delete(found.id(), caller))
        .map(NoContent.DONE);
  }

  private Future<NoteTemplate> write(
      UUID id,
      long version,
      TemplateDetails details,
      Caller caller,
      BiFunction<StoredTemplate, Caller, Future<Void>> statement) {
    return keys.of(PatientKeys.CLINIC)
        .compose(key -> statement.apply(StoredTemplate.seal(key, id, version, details), caller))
        .map(
            done ->
                new NoteTemplate(
                    id, details.scope(), details.name().strip(), details.parts(), version));
  }

  private Future<StoredTemplate> find(UUID id, Caller caller) {
    return repository
        .find(id, TextOwners.doctor(caller))
        .map(found -> found.orElseThrow(() -> Failure.notFound("template")));
  }
}
