package io.clinibus.documents.store;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.content.ReadSection;
import io.clinibus.bus.content.Section;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.api.DocumentsApi.DocumentContent;
import io.clinibus.documents.api.DocumentsApi.DocumentPage;
import io.clinibus.documents.api.DocumentsApi.DocumentStates;
import io.clinibus.documents.api.DocumentsApi.GetDocument;
import io.clinibus.documents.api.DocumentsApi.GetDocumentContent;
import io.clinibus.documents.api.DocumentsApi.ListDocumentStates;
import io.clinibus.documents.api.DocumentsApi.ListDocuments;
import io.clinibus.documents.api.DocumentsApi.ReleaseDocument;
import io.clinibus.documents.api.DocumentsApi.RemoveDocument;
import io.clinibus.documents.api.DocumentsApi.StrikeOutDocument;
import io.clinibus.documents.api.DocumentsFailures;
import io.clinibus.documents.content.ContentTypes;
import io.clinibus.documents.content.DocumentKey;
import io.clinibus.platform.db.Cursor;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Reads documents and changes their state. */
public final class Documents {

  /** How long patients can remove what they have uploaded. */
  private static final Duration REMOVABLE = Duration.ofDays(1);

  private static final int MOST_STATES = 500;

  private final DocumentServices services;

  public Documents(DocumentServices services) {
    this.services = services;
  }

  /** Those of a patient that the caller may see, latest first. */
  public Future<DocumentPage> list(ListDocuments request, Caller caller) {
    int limit = Cursor.limit(request.limit());
    return services
        .readers()
        .require(DocumentsApi.LIST_DOCUMENTS, request.patientId(), caller)
        .compose(
            view -> services.repository().list(request, view, services.now(), limit, RowPage::new))
        .compose(
            page ->
                services
                    .replies()
                    .of(request.patientId(), page.items(), caller)
                    .map(items -> new DocumentPage(items, page.next())));
  }

  private record RowPage(List<StoredDocument> items, String next) {}

  /** {@code NOT_FOUND} if there is none that the caller may see. */
  public Future<Document> get(GetDocument request, Caller caller) {
    return visible(DocumentsApi.GET_DOCUMENT, request.documentId(), caller)
        .compose(document -> services.replies().of(document, caller));
  }

  /** Describes the content; {@code DOCUMENT_NOT_READY} if there is none to read. */
  public Future<DocumentContent> content(GetDocumentContent request, Caller caller) {
    return readable(DocumentsApi.GET_DOCUMENT_CONTENT, request.documentId(), caller)
        .compose(
            document ->
                services
                    .keys()
                    .of(document.patientId())
                    .map(
                        key ->
                            new DocumentContent(
                                document.id(),
                                ContentTypes.header(document.contentType()),
                                ContentTypes.named(
                                    DocumentDetails.open(key, document).fileName(),
                                    document.contentType()),
                                document.size())));
  }

  /** Opens a section of the content. */
  public Future<Section> section(ReadSection request, Caller caller) {
    return readable(DocumentsApi.READ_DOCUMENT_SECTION, request.contentId(), caller)
        .compose(
            document -> {
              long offset = request.offset();
              long length =
                  Math.min(Math.min(request.length(), Section.MOST_READ), document.size() - offset);
              if (offset < 0 || length <= 0) {
                throw Failure.invalid(
                    CommonFieldErrors.INVALID.at("offset", "is beyond the content"));
              }
              return services
                  .keys()
                  .of(document.patientId())
                  .compose(
                      key ->
                          services
                              .contents()
                              .read(
                                  DocumentKey.open(document.id(), key, document.key()),
                                  document.blob(),
                                  document.sealedSize(),
                                  offset,
                                  (int) length));
            })
        .map(Section::new);
  }

  /**
   * Lets the patient read it: a summary of a visit as soon as the note of the visit is released.
   *
   * @return {@code UNREADABLE_SEAL} if its details were damaged
   */
  public Future<Document> release(ReleaseDocument request, Caller caller) {
    return readableDetails(DocumentsApi.RELEASE_DOCUMENT, request.documentId(), caller)
        .compose(document -> services.repository().release(document.id(), services.now(), caller))
        .compose(changed -> services.published(changed, caller));
  }

  /**
   * Strikes it out: it stays visible, with the reason.
   *
   * @return {@code UNREADABLE_SEAL} if its details were damaged
   */
  public Future<Document> strikeOut(StrikeOutDocument request, Caller caller) {
    return readableDetails(DocumentsApi.STRIKE_OUT_DOCUMENT, request.documentId(), caller)
        .compose(
            document ->
                services
                    .keys()
                    .of(document.patientId())
                    .compose(
                        key ->
                            services
                                .repository()
                                .strikeOut(
                                    document.id(),
                                    new DocumentDetails.Error(request.reason())
                                        .sealedBy(key, document.id()),
                                    services.now(),
                                    caller)))
        .compose(changed -> services.published(changed, caller));
  }

  /**
   * Removes what the caller has uploaded, as long as it is not part of the record.
   *
   * @return {@code DOCUMENT_NOT_REMOVABLE} afterwards
   */
  public Future<NoContent> remove(RemoveDocument request, Caller caller) {
    return visible(DocumentsApi.REMOVE_DOCUMENT, request.documentId(), caller)
        .compose(
            document -> {
              if (!document.authorId().equals(caller.userId())) {
                throw Failure.forbidden("Only who has uploaded a document can remove it.");
              }
              if (!isRemovable(document)) {
                throw Failure.of(DocumentsFailures.DOCUMENT_NOT_REMOVABLE);
              }
              return services.repository().remove(document.id(), services.now(), caller);
            })
        .map(
            changed -> {
              services.bus().publish(DocumentsApi.DOCUMENT_CHANGED, changed.event());
              return NoContent.DONE;
            });
  }

  private boolean isRemovable(StoredDocument document) {
    return switch (document.state()) {
      case UPLOADING, CHECKING, REFUSED -> true;
      case STORED ->
          document.byPatient() && document.storedAt().plus(REMOVABLE).isAfter(services.now());
      default -> false;
    };
  }

  /** For the live topic, which shows everybody the same and checks each subscriber. */
  public Future<DocumentStates> states(ListDocumentStates request, Caller caller) {
    boolean isSystem = caller.userId() == null && caller.has(Role.ADMIN);
    Future<?> allowed =
        isSystem
            ? Future.succeededFuture()
            : services
                .access()
                .require(DocumentsApi.LIST_DOCUMENT_STATES, caller, request.patientId());
    return allowed.compose(
        checked -> services.repository().states(request.patientId(), services.now(), MOST_STATES));
  }

  private Future<StoredDocument> readableDetails(
      Operation<?, ?> operation, UUID id, Caller caller) {
    return visible(operation, id, caller)
        .compose(document -> services.replies().of(document, caller).map(readable -> document));
  }

  private Future<StoredDocument> readable(Operation<?, ?> operation, UUID id, Caller caller) {
    return visible(operation, id, caller)
        .map(
            document -> {
              if (!document.isReadable()) {
                throw Failure.of(DocumentsFailures.DOCUMENT_NOT_READY);
              }
              return document;
            });
  }

  /** What the caller may not see is not there for the caller. */
  private Future<StoredDocument> visible(Operation<?, ?> operation, UUID id, Caller caller) {
    return services
        .repository()
        .find(id)
        .compose(
            document ->
                services
                    .readers()
                    .require(operation, document.personId(), caller)
                    .map(
                        view -> {
                          if (!view.shows(document, services.now())) {
                            throw Failure.notFound("document");
                          }
                          return document;
                        }));
  }
}
