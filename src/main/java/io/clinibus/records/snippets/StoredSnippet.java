package io.clinibus.records.snippets;

import io.clinibus.platform.sealing.texts.StaffTexts;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.clinibus.records.api.NoteSnippetsApi.NoteSnippet;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import java.util.UUID;

/** A snippet as it is stored. */
record StoredSnippet(UUID id, SnippetScope scope, String key, StoredText text, long version) {

  static final String COLUMN = "records.note_snippet.sealed";

  NoteSnippet open(StaffTexts.Opener opener) {
    return new NoteSnippet(id, scope, key, opener.text(id, version, text), version);
  }
}
