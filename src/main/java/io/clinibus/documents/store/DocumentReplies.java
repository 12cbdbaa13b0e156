package io.clinibus.documents.store;

import io.clinibus.bus.Caller;
import io.clinibus.documents.api.DocumentState;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Opens the details of documents for those who may see them. */
public final class DocumentReplies {

  private final PatientKeys keys;
  private final PartOpeners openers;

  public DocumentReplies(PatientKeys keys, PartOpeners openers) {
    this.keys = keys;
    this.openers = openers;
  }

  /** Fails with {@code UNREADABLE_SEAL} if its details were damaged. */
  public Future<Document> of(StoredDocument document, Caller caller) {
    return keys.of(document.patientId())
        .map(
            key ->
                reply(
                    document,
                    Optional.of(DocumentDetails.open(key, document)),
                    isStruckOut(document)
                        ? Optional.of(DocumentDetails.Error.open(key, document))
                        : Optional.empty(),
                    caller));
  }

  /** Those of a person; what was damaged of them is stated. */
  Future<List<Document>> of(UUID personId, List<StoredDocument> documents, Caller caller) {
    return openers.open(
        personId,
        documents.stream().map(StoredDocument::patientId),
        caller,
        parts ->
            Future.succeededFuture(
                documents.stream().map(document -> reply(document, parts, caller)).toList()));
  }

  private static Document reply(StoredDocument document, PartOpener parts, Caller caller) {
    return reply(
        document,
        DocumentDetails.open(parts, document),
        isStruckOut(document) ? DocumentDetails.Error.open(parts, document) : Optional.empty(),
        caller);
  }

  private static boolean isStruckOut(StoredDocument document) {
    return document.state() == DocumentState.ENTERED_IN_ERROR;
  }

  private static Document reply(
      StoredDocument document,
      Optional<DocumentDetails> opened,
      Optional<DocumentDetails.Error> error,
      Caller caller) {
    DocumentDetails details = opened.orElse(DocumentDetails.NONE);
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
        error.map(DocumentDetails.Error::reason).orElse(null),
        isStatedAsRestricted(document, caller) ? true : null,
        opened.isEmpty() ? true : null,
        isStruckOut(document) && error.isEmpty() ? true : null);
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
