package io.clinibus.documents.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.content.HasContent;
import io.clinibus.bus.content.ReadSection;
import io.clinibus.bus.content.Section;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Documents of patients. {@code toString} of the records omits names and contents. */
public final class DocumentsApi {

  public static final Operation<ListDocuments, DocumentPage> LIST_DOCUMENTS =
      Operation.query("documents.listDocuments", ListDocuments.class, DocumentPage.class)
          .audited(AuditKind.READ)
          .asking(ListDocuments::patientId);

  public static final Operation<CreateDocument, Document> CREATE_DOCUMENT =
      Operation.command("documents.createDocument", CreateDocument.class, Document.class)
          .audited(AuditKind.CHANGE)
          .asking(CreateDocument::patientId);

  public static final Operation<GetDocument, Document> GET_DOCUMENT =
      Operation.query("documents.getDocument", GetDocument.class, Document.class)
          .audited(AuditKind.READ)
          .about(GetDocument::documentId);

  public static final Operation<PutDocumentContent, UploadProgress> PUT_DOCUMENT_CONTENT =
      Operation.command(
              "documents.putDocumentContent", PutDocumentContent.class, UploadProgress.class)
          .notAudited("a section of an upload of the caller, whose beginning is recorded");

  public static final Operation<GetDocumentContent, DocumentContent> GET_DOCUMENT_CONTENT =
      Operation.query(
              "documents.getDocumentContent", GetDocumentContent.class, DocumentContent.class)
          .audited(AuditKind.READ)
          .about(GetDocumentContent::documentId);

  /** Checks the access of the caller again; not in the contract. */
  public static final Operation<ReadSection, Section> READ_DOCUMENT_SECTION =
      Operation.query("documents.readDocumentSection", ReadSection.class, Section.class)
          .notAudited("a section of a content, whose opening is recorded");

  public static final Operation<ReleaseDocument, Document> RELEASE_DOCUMENT =
      Operation.command("documents.releaseDocument", ReleaseDocument.class, Document.class)
          .audited(AuditKind.CHANGE)
          .about(ReleaseDocument::documentId);

  public static final Operation<StrikeOutDocument, Document> STRIKE_OUT_DOCUMENT =
      Operation.command("documents.strikeOutDocument", StrikeOutDocument.class, Document.class)
          .audited(AuditKind.CHANGE)
          .about(StrikeOutDocument::documentId);

  public static final Operation<RemoveDocument, NoContent> REMOVE_DOCUMENT =
      Operation.command("documents.removeDocument", RemoveDocument.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .about(RemoveDocument::documentId);

  /** Ids and states for the live topic; not in the contract. */
  public static final Operation<ListDocumentStates, DocumentStates> LIST_DOCUMENT_STATES =
      Operation.query(
              "documents.listDocumentStates", ListDocumentStates.class, DocumentStates.class)
          .audited(AuditKind.READ)
          .asking(ListDocumentStates::patientId);

  /** A document was made, or its state changed. */
  public static final Event<DocumentChanged> DOCUMENT_CHANGED =
      Event.of("documents.document-changed", DocumentChanged.class);

  /**
   * @param patientId to whom it belongs
   */
  public record DocumentChanged(
      UUID documentId, UUID patientId, DocumentState state, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return documentId;
    }
  }

  /**
   * @param appointmentId those of one appointment; null for all
   */
  public record ListDocuments(
      UUID patientId, UUID appointmentId, UUID encounterId, Integer limit, String cursor) {}

  /**
   * @param size in bytes
   * @param released whether the patient can read it at once; null for yes
   */
  public record CreateDocument(
      UUID patientId,
      DocumentCategory category,
      String fileName,
      String description,
      long size,
      UUID appointmentId,
      UUID encounterId,
      Boolean released) {

    @Override
    public String toString() {
      return "CreateDocument[" + patientId + ", " + category + ", " + size + "]";
    }
  }

  public record GetDocument(UUID documentId) {}

  /**
   * @param offset of the section's first byte in the file
   */
  public record PutDocumentContent(UUID documentId, long offset, byte[] content) {

    @Override
    public String toString() {
      return "PutDocumentContent[" + documentId + ", " + offset + "]";
    }
  }

  public record GetDocumentContent(UUID documentId) {}

  public record ReleaseDocument(UUID documentId) {}

  public record StrikeOutDocument(UUID documentId, String reason) {

    @Override
    public String toString() {
      return "StrikeOutDocument[" + documentId + "]";
    }
  }

  public record RemoveDocument(UUID documentId) {}

  public record ListDocumentStates(UUID patientId) {}

  /**
   * @param contentType found in the content; null until its beginning has arrived
   * @param received how many bytes have arrived
   * @param author the name of the account; null if it is gone
   * @param own whether the caller has uploaded it
   * @param byPatient whether the patient, or who represents the patient, has uploaded it
   * @param releasedAt from when on the patient can read it, a summary not before the note of its
   *     visit; null if not
   * @param error why it was struck out; null if it was not
   * @param restricted true if the patient keeps it from others than its author; only stated to the
   *     patient, and in an emergency to who sees it because of that
   * @param unreadable true if name and description were damaged in the database, in lists; null
   *     otherwise
   * @param errorUnreadable as above, for why it was struck out
   */
  public record Document(
      UUID id,
      UUID patientId,
      UUID appointmentId,
      UUID encounterId,
      DocumentCategory category,
      DocumentState state,
      String fileName,
      String description,
      String contentType,
      long size,
      long received,
      String author,
      boolean own,
      boolean byPatient,
      OffsetDateTime createdAt,
      OffsetDateTime storedAt,
      OffsetDateTime releasedAt,
      String error,
      Boolean restricted,
      Boolean unreadable,
      Boolean errorUnreadable) {

    @Override
    public String toString() {
      return "Document[" + id + ", " + state + "]";
    }
  }

  /**
   * How far an upload is.
   *
   * @param received how many bytes have arrived
   */
  public record UploadProgress(UUID id, DocumentState state, long size, long received) {}

  public record DocumentPage(List<Document> items, String next) {}

  public record DocumentContent(UUID contentId, String contentType, String fileName, long size)
      implements HasContent {

    @Override
    public String toString() {
      return "DocumentContent[" + contentId + "]";
    }
  }

  /**
   * @param changes grows with each change of any document, those that the patient may not see
   *     included, and when the patient begins to see one
   * @param changesAt when the patient begins to see the next one; null for none that is known
   * @param items those that the patient may see
   */
  public record DocumentStates(
      UUID patientId, long changes, Instant changesAt, List<DocumentStateItem> items) {}

  public record DocumentStateItem(UUID id, DocumentState state, long received) {}

  private DocumentsApi() {}
}
