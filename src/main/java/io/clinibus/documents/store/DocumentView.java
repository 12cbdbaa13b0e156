package io.clinibus.documents.store;

import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentState;
import java.time.Instant;
import java.util.UUID;

/**
 * What a caller may see of a patient's documents.
 *
 * @param clinical documents of every category
 * @param released only those that were released to the patient, or that the patient has uploaded
 * @param restricted also those that the patient restricts; the caller's own are always seen
 * @param accountId of the caller
 */
record DocumentView(boolean clinical, boolean released, boolean restricted, UUID accountId) {

  boolean shows(StoredDocument document, Instant now) {
    boolean visible =
        (clinical || document.category() == DocumentCategory.ADMINISTRATIVE)
            && (restricted || !document.restricted() || document.authorId().equals(accountId));
    boolean open =
        !released
            || document.byPatient()
            || document.releasedAt() != null && !document.releasedAt().isAfter(now);
    return visible && open && document.state() != DocumentState.REMOVED;
  }
}
