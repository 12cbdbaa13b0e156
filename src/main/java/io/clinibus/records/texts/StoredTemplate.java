package io.clinibus.records.texts;

import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.platform.sealing.UnreadableSeal;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import io.clinibus.records.api.NoteTemplatesApi.NoteTemplate;
import io.clinibus.records.api.NoteTemplatesApi.NoteTemplateSummary;
import io.clinibus.records.api.NoteTemplatesApi.TemplateDetails;
import io.clinibus.records.api.NoteTemplatesApi.TemplateParts;
import java.util.Optional;
import java.util.UUID;

/**
 * A template as it is stored.
 *
 * @param name sealed by the clinic's own key
 * @param parts sealed as well; null in lists
 */
record StoredTemplate(UUID id, SnippetScope scope, byte[] name, byte[] parts, long version) {

  private static final String NAME = "records.note_template.name";
  private static final String PARTS = "records.note_template.parts";

  static StoredTemplate seal(PatientKey key, UUID id, long version, TemplateDetails details) {
    return new StoredTemplate(
        id,
        details.scope(),
        key.seal(new SealedPlace(NAME, id, version), details.name().strip()),
        SealedJson.seal(key, new SealedPlace(PARTS, id, version), details.parts()),
        version);
  }

  /** A name that is damaged is stated. */
  NoteTemplateSummary summary(PartOpener opener) {
    Optional<String> opened = openName(opener);
    return new NoteTemplateSummary(
        id, scope, opened.orElse(""), opened.isEmpty() ? true : null, version);
  }

  /** Empty if a part is damaged. */
  Optional<NoteTemplate> open(PartOpener opener) {
    Optional<TemplateParts> opened =
        opener.open(
            new SealedPlace(PARTS, id, version), PatientKeys.CLINIC, parts, TemplateParts.class);
    return openName(opener)
        .flatMap(text -> opened.map(all -> new NoteTemplate(id, scope, text, all, version)));
  }

  private Optional<String> openName(PartOpener opener) {
    return opener.openText(new SealedPlace(NAME, id, version), PatientKeys.CLINIC, name);
  }

  UnreadableSeal unreadable() {
    return UnreadableSeal.in(new SealedPlace(PARTS, id, version));
  }
}
