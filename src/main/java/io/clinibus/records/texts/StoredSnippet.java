package io.clinibus.records.texts;

import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.texts.StaffTexts;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.clinibus.records.api.NoteSnippetsApi.NoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import java.util.Optional;
import java.util.UUID;

/** A snippet as it is stored. */
record StoredSnippet(UUID id, SnippetScope scope, String key, StoredText text, long version) {

  static final String COLUMN = "records.note_snippet.sealed";

  NoteSnippet open(StaffTexts.Opener opener) {
    return shown(Optional.of(opener.text(id, version, text)));
  }

  /** What is damaged is stated. */
  NoteSnippet open(StaffTexts texts, PartOpener parts) {
    return shown(
        isSealed()
            ? parts
                .open(
                    texts.place(id, version),
                    PatientKeys.CLINIC,
                    text.sealed().getBytes(),
                    StaffTexts.Content.class)
                .map(StaffTexts.Content::text)
            : Optional.of(text.clear()));
  }

  boolean isSealed() {
    return text.sealed() != null;
  }

  private NoteSnippet shown(Optional<String> opened) {
    return new NoteSnippet(
        id, scope, key, opened.orElse(""), opened.isEmpty() ? true : null, version);
  }
}
