package io.clinibus.documents.store;

import io.clinibus.bus.Caller;
import io.clinibus.bus.content.Section;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentState;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.CreateDocument;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.api.DocumentsApi.PutDocumentContent;
import io.clinibus.documents.api.DocumentsApi.UploadProgress;
import io.clinibus.documents.api.DocumentsFailures;
import io.clinibus.documents.content.DocumentKey;
import io.clinibus.documents.store.DocumentRepository.Changed;
import io.clinibus.documents.store.DocumentRepository.NewDocument;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.PatientKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/**
 * Takes uploads section by section. A section that was acknowledged is stored: the client goes on
 * there after a lost connection, whichever node it reaches.
 */
public final class Uploads {

  private final DocumentServices services;

  public Uploads(DocumentServices services) {
    this.services = services;
  }

  /** Begins an upload; see {@link DocumentRepository#insert}. */
  public Future<Document> create(CreateDocument request, Caller caller) {
    Instant now = services.now();
    return services
        .readers()
        .require(DocumentsApi.CREATE_DOCUMENT, request.patientId(), caller)
        .compose(
            view -> {
              check(request, view);
              return services
                  .keys()
                  .of(request.patientId())
                  .compose(
                      key ->
                          services
                              .repository()
                              .insert(document(request, view, key, now), now, caller));
            })
        .compose(changed -> services.published(changed, caller));
  }

  private static void check(CreateDocument request, DocumentView view) {
    if (request.category() == DocumentCategory.LETTER) {
      throw Failure.invalid(
          CommonFieldErrors.INVALID.at("/category", "is for what the clinic has written"));
    }
    if (!view.clinical() && request.category() != DocumentCategory.ADMINISTRATIVE) {
      throw Failure.forbidden("The front desk keeps administrative documents only.");
    }
    if (view.released() && request.appointmentId() == null) {
      throw Failure.invalid(
          CommonFieldErrors.REQUIRED.at("/appointmentId", "states for which visit it is"));
    }
  }

  private NewDocument document(
      CreateDocument request, DocumentView view, PatientKey key, Instant now) {
    UUID id = UuidV7.next();
    boolean released = view.released() || !Boolean.FALSE.equals(request.released());
    return new NewDocument(
        id,
        request.patientId(),
        request.appointmentId(),
        request.encounterId(),
        request.category(),
        new DocumentDetails(request.fileName(), request.description()).sealedBy(key, id),
        DocumentKey.generate(id).sealedBy(key),
        request.size(),
        view.released(),
        released ? now : null);
  }

  /**
   * Stores a section.
   *
   * @return {@code UPLOAD_OFFSET} with what is {@code received} unless it begins there, {@code
   *     UPLOAD_CLOSED} if the document is no upload, {@code CONTENT_NOT_ALLOWED}, {@code
   *     INVALID_REQUEST} for a section of another length
   */
  public Future<UploadProgress> add(PutDocumentContent request, Caller caller) {
    return services
        .repository()
        .find(request.documentId())
        .compose(
            document ->
                services
                    .access()
                    .require(DocumentsApi.PUT_DOCUMENT_CONTENT, caller, document.personId())
                    .map(document))
        .compose(
            document -> {
              check(request, document, caller);
              return type(request, document).compose(type -> store(request, document, type));
            });
  }

  private static void check(PutDocumentContent request, StoredDocument document, Caller caller) {
    if (!document.authorId().equals(caller.userId())) {
      throw Failure.notFound("document");
    }
    if (document.state() != DocumentState.UPLOADING) {
      throw Failure.of(DocumentsFailures.UPLOAD_CLOSED);
    }
    if (request.offset() != document.received()) {
      throw offset(document.received());
    }
    long end = request.offset() + request.content().length;
    boolean isWhole = request.content().length == Section.WRITTEN && end <= document.size();
    if (!isWhole && end != document.size()) {
      throw Failure.invalid(
          CommonFieldErrors.INVALID.at(
              "", "A part has a multiple of 524288 bytes, or ends where the file does."));
    }
  }

  private static Failure offset(long received) {
    return Failure.of(DocumentsFailures.UPLOAD_OFFSET).with("received", received);
  }

  private Future<String> type(PutDocumentContent request, StoredDocument document) {
    return request.offset() > 0
        ? Future.succeededFuture(document.contentType())
        : services
            .contents()
            .detect(request.content())
            .map(type -> type.orElseThrow(() -> Failure.of(DocumentsFailures.CONTENT_NOT_ALLOWED)));
  }

  private Future<UploadProgress> store(
      PutDocumentContent request, StoredDocument document, String type) {
    return services
        .keys()
        .of(document.patientId())
        .compose(
            key ->
                services
                    .contents()
                    .putSection(
                        DocumentKey.open(document.id(), key, document.key()),
                        request.offset(),
                        request.content()))
        .compose(
            stored ->
                services
                    .repository()
                    .advance(document, request.content().length, type, services.now()))
        .compose(
            changed ->
                changed.isPresent()
                    ? Future.succeededFuture(progress(changed.get()))
                    : services
                        .repository()
                        .find(document.id())
                        .compose(now -> Future.failedFuture(offset(now.received()))));
  }

  private UploadProgress progress(Changed changed) {
    if (changed.event() != null) {
      services.bus().publish(DocumentsApi.DOCUMENT_CHANGED, changed.event());
    }
    StoredDocument document = changed.document();
    return new UploadProgress(
        document.id(), document.state(), document.size(), document.received());
  }
}
