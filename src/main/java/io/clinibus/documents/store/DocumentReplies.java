package io.clinibus.documents.store;

import io.clinibus.bus.Caller;
import io.clinibus.documents.api.DocumentState;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;

/** Opens the details of documents for those who may see them. */
public final class DocumentReplies {

  private final PatientKeys keys;

  public DocumentReplies(PatientKeys keys) {
    this.keys = keys;
  }

  public Future<Document> of(StoredDocument document, Caller caller) {
    return keys.of(document.patientId()).map(key -> reply(document, key, caller));
  }

  Future<List<Document>> of(List<StoredDocument> documents, Caller caller) {
    return keys.of(documents.stream().map(StoredDocument::patientId).collect(Collectors.toSet()))
        .map(
            opened ->
                documents.stream()
                    .map(document -> reply(document, opened.get(document.patientId()), caller))
                    .toList());
  }

  private static Document reply(StoredDocument document, PatientKey key, Caller caller) {
    DocumentDetails details = DocumentDetails.open(key, document);
    return new Document(
        document.id(),
        document.personId(),
        document.appointmentId(),
        document.encounterId(),
        document.category(),
        document.state(),
        details.fileName(),
        details.description(),
        document.contentType(),
        document.size(),
        document.received(),
        document.author(),
        document.authorId().equals(caller.userId()),
        document.byPatient(),
        local(document.createdAt(), document),
        local(document.storedAt(), document),
        local(document.releasedAt(), document),
        document.state() == DocumentState.ENTERED_IN_ERROR
            ? DocumentDetails.Error.open(key, document).reason()
            : null,
        isStatedAsRestricted(document, caller) ? true : null);
  }

  /** Its author sees it in any case, and nothing says that others do not. */
  private static boolean isStatedAsRestricted(StoredDocument document, Caller caller) {
    return document.restricted()
        && (document.byPatient() || !document.authorId().equals(caller.userId()));
  }

  private static OffsetDateTime local(Instant instant, StoredDocument document) {
    return instant == null ? null : instant.atZone(document.zone()).toOffsetDateTime();
  }
}
