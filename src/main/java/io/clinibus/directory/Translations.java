package io.clinibus.directory;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.directory.api.TranslationsApi.ClinicTextPage;
import io.clinibus.directory.api.TranslationsApi.ListClinicTexts;
import io.clinibus.directory.api.TranslationsApi.ListTranslations;
import io.clinibus.directory.api.TranslationsApi.SetTranslation;
import io.clinibus.directory.api.TranslationsApi.TranslationPage;
import io.clinibus.platform.db.Cursor;
import io.vertx.core.Future;

/** The clinic's texts in other languages: public to read, changed by administrators. */
final class Translations {

  private final TranslationRepository repository;

  Translations(TranslationRepository repository) {
    this.repository = repository;
  }

  Future<TranslationPage> list(ListTranslations request, Caller caller) {
    return repository.list(
        request.language(), Cursor.parse(request.cursor()), Cursor.limit(request.limit()));
  }

  /** By kind, in the order of the kinds, each in order of the text. */
  Future<ClinicTextPage> texts(ListClinicTexts request, Caller caller) {
    Administrators.require(caller);
    return repository.texts(
        request.kind(), Cursor.parse(request.cursor()), Cursor.limit(request.limit()));
  }

  /** Fails with {@code NOT_FOUND} if the text is not in use. */
  Future<NoContent> set(SetTranslation request, Caller caller) {
    Administrators.require(caller);
    String translation = request.translation().strip();
    return (translation.isEmpty()
            ? repository.remove(request.textId(), request.language(), caller)
            : repository.put(request.textId(), request.language(), translation, caller))
        .map(NoContent.DONE);
  }
}
