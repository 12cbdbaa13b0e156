package io.clinibus.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.CreateDocument;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.api.DocumentsApi.GetDocument;
import io.clinibus.documents.api.DocumentsApi.GetDocumentContent;
import io.clinibus.documents.api.DocumentsApi.ListDocuments;
import io.clinibus.documents.api.DocumentsApi.ReleaseDocument;
import io.clinibus.documents.api.DocumentsApi.RemoveDocument;
import io.clinibus.documents.api.DocumentsApi.StrikeOutDocument;
import io.clinibus.prescriptions.PrescriptionsFixture;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.DamagedSeals;
import io.clinibus.testing.TestServers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A document whose name and description were damaged in the database does not hide the others, is
 * listed without them, and is neither read nor released nor struck out.
 */
class DamagedDocumentsIT {

  private static final String TABLE = "documents.document";

  @TempDir static Path folder;
  private static BusFixture clinic;
  private static PrescriptionsFixture people;
  private static DocumentsFixture documents;
  private static DamagedSeals seals;

  private UUID patient;
  private Caller doctor;

  @BeforeAll
  static void open() {
    clinic =
        BusFixture.open(
            DocumentsFixture.settings(TestServers.newDatabase(), folder), Clock.systemUTC());
    documents = new DocumentsFixture(clinic);
    people = PrescriptionsFixture.of(clinic);
    seals = new DamagedSeals(clinic);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void newPeople() {
    UUID doctorId = people.doctor();
    patient = people.patientOf(doctorId);
    doctor = clinic.asDoctor(doctorId);
  }

  @Test
  void theListShowsItWithoutNameAndLogsItOnce() {
    Document damaged = documents.write(DocumentsFixture.letter(patient, true), doctor);
    Document intact = documents.write(DocumentsFixture.letter(patient, true), doctor);
    seals.swap(TABLE, "details", damaged.id(), uploadOfSomebodyElse());
    double before = seals.counted();
    try (var logs = DamagedSeals.expected()) {
      for (Caller reader : List.of(doctor, clinic.asPatient(patient))) {
        List<Document> listed = listed(reader);
        assertThat(listed).extracting(Document::id).containsExactly(intact.id(), damaged.id());
        assertThat(listed.get(0).fileName()).isEqualTo(intact.fileName());
        assertThat(listed.get(0).unreadable()).isNull();
        assertThat(listed.get(1))
            .usingRecursiveComparison()
            .ignoringFields("fileName", "description", "unreadable", "own")
            .isEqualTo(damaged);
        assertThat(listed.get(1).fileName()).isEmpty();
        assertThat(listed.get(1).description()).isNull();
        assertThat(listed.get(1).unreadable()).isTrue();
      }
      assertThat(logs.events()).hasSize(1);
    }
    assertThat(seals.counted()).isEqualTo(before + 1);
    seals.assertAuditedOnce(damaged.id(), patient, DocumentsApi.LIST_DOCUMENTS);
  }

  @Test
  void itsNameIsShownAlthoughTheReasonWhyItWasStruckOutIsDamaged() {
    Document letter = documents.write(DocumentsFixture.letter(patient, true), doctor);
    clinic.ask(
        DocumentsApi.STRIKE_OUT_DOCUMENT,
        new StrikeOutDocument(letter.id(), "Somebody else"),
        doctor);
    assertThat(listed(doctor).get(0).error()).isEqualTo("Somebody else");
    seals.damage(TABLE, "error", letter.id());
    try (var logs = DamagedSeals.expected()) {
      Document shown = listed(doctor).get(0);
      assertThat(shown.fileName()).isEqualTo(letter.fileName());
      assertThat(shown.unreadable()).isNull();
      assertThat(shown.error()).isNull();
      assertThat(shown.errorUnreadable()).isTrue();
      assertThat(logs.events()).hasSize(1);
    }
  }

  @Test
  void itIsNeitherReadNorReleasedNorStruckOut() {
    Document letter = documents.write(DocumentsFixture.letter(patient, false), doctor);
    seals.damage(TABLE, "details", letter.id());
    seals.assertRefused(DocumentsApi.GET_DOCUMENT, new GetDocument(letter.id()), doctor);
    seals.assertRefused(
        DocumentsApi.GET_DOCUMENT_CONTENT, new GetDocumentContent(letter.id()), doctor);
    seals.assertRefused(DocumentsApi.RELEASE_DOCUMENT, new ReleaseDocument(letter.id()), doctor);
    seals.assertRefused(
        DocumentsApi.STRIKE_OUT_DOCUMENT,
        new StrikeOutDocument(letter.id(), "Somebody else"),
        doctor);
    assertThat(
            clinic.sql(
                """
                SELECT FROM documents.document WHERE id = $1 AND state = 'STORED' AND released_at IS NULL
                """,
                letter.id()))
        .as("nothing of it was done")
        .hasSize(1);
  }

  @Test
  void anUploadThatWasDamagedIsRemovedByWhoBeganIt() {
    Document begun = upload(patient, doctor);
    seals.damage(TABLE, "details", begun.id());
    clinic.ask(DocumentsApi.REMOVE_DOCUMENT, new RemoveDocument(begun.id()), doctor);
    assertThat(listed(doctor)).isEmpty();
  }

  private UUID uploadOfSomebodyElse() {
    UUID other = people.patientOf(doctor.doctorId());
    return upload(other, doctor).id();
  }

  private static Document upload(UUID patient, Caller caller) {
    return clinic.ask(
        DocumentsApi.CREATE_DOCUMENT,
        new CreateDocument(
            patient, DocumentCategory.REPORT, "report.pdf", "Blood", 10, null, null, null),
        caller);
  }

  private List<Document> listed(Caller caller) {
    return clinic
        .ask(
            DocumentsApi.LIST_DOCUMENTS, new ListDocuments(patient, null, null, null, null), caller)
        .items();
  }
}
