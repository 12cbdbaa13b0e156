package io.clinibus.audit;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.documents.DocumentsFixture;
import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.CreateDocument;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.testing.BusFixture;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests for documents and letters. */
final class DocumentsRequests extends PreparedRequests {

  DocumentsRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    onTreated(DocumentsApi.CREATE_DOCUMENT, visit -> upload(visit.patientId()));
    onTreated(
        DocumentsApi.LIST_DOCUMENTS,
        visit -> new DocumentsApi.ListDocuments(visit.patientId(), null, null, null, null));
    onTreated(
        DocumentsApi.LIST_DOCUMENT_STATES,
        visit -> new DocumentsApi.ListDocumentStates(visit.patientId()));
    onTreated(LettersApi.CREATE_LETTER, visit -> DocumentsFixture.letter(visit.patientId(), null));
    onLetter(DocumentsApi.GET_DOCUMENT, DocumentsApi.GetDocument::new);
    onLetter(DocumentsApi.GET_DOCUMENT_CONTENT, DocumentsApi.GetDocumentContent::new);
    onLetter(DocumentsApi.RELEASE_DOCUMENT, DocumentsApi.ReleaseDocument::new);
    onLetter(
        DocumentsApi.STRIKE_OUT_DOCUMENT,
        id -> new DocumentsApi.StrikeOutDocument(id, "Another patient."));
    on(DocumentsApi.REMOVE_DOCUMENT, this::begun, DocumentsApi.RemoveDocument::new);
  }

  private static CreateDocument upload(UUID patientId) {
    return new CreateDocument(
        patientId, DocumentCategory.REPORT, "a.pdf", null, 1_000, null, null, null);
  }

  private interface Begin {
    Document by(UUID patientId, Caller doctor);
  }

  private Document begun(UUID patientId, Caller doctor) {
    return clinic.ask(DocumentsApi.CREATE_DOCUMENT, upload(patientId), doctor);
  }

  private Document written(UUID patientId, Caller doctor) {
    return clinic.ask(LettersApi.CREATE_LETTER, DocumentsFixture.letter(patientId, null), doctor);
  }

  private void onLetter(Operation<?, ?> operation, Function<UUID, Record> request) {
    on(operation, this::written, request);
  }

  private void on(Operation<?, ?> operation, Begin begin, Function<UUID, Record> request) {
    requests.put(
        operation,
        () -> {
          var visit = booked();
          Caller doctor = clinic.asDoctor(visit.doctorId());
          Document document = begin.by(visit.patientId(), doctor);
          return new Asked(request.apply(document.id()), doctor, visit.patientId());
        });
  }
}
