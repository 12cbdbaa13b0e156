package io.clinibus.documents.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.content.ReadSection;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.documents.DocumentsFixture;
import io.clinibus.documents.DocumentsModule;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.api.DocumentsApi.GetDocument;
import io.clinibus.documents.api.DocumentsApi.ListDocuments;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientMergesApi.Merge;
import io.clinibus.patients.api.PatientMergesApi.MergePatients;
import io.clinibus.patients.api.PatientMergesApi.UndoMerge;
import io.clinibus.prescriptions.PrescriptionsFixture;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.LiftRestriction;
import io.clinibus.records.api.RestrictionsApi.ListRestrictions;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.records.api.RestrictionsApi.Restriction;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.DatabaseCopy;
import io.clinibus.testing.TestServers;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After two records are merged, documents stay sealed for whom they were made. They belong to the
 * person all the same: to read, restrict, copy and erase.
 */
class MergedDocumentsIT {

  private static final String KEYS = "platform.patient_key";
  private static final Set<String> OF_THE_SERVER = Set.of("platform.outbox", "platform.node");

  @TempDir static Path folder;
  private static URI database;
  private static BusFixture clinic;
  private static PrescriptionsFixture people;
  private static DocumentsFixture documents;
  private static StoredBlobs blobs;

  private UUID doctor;
  private UUID merged;
  private UUID standing;
  private Document former;
  private Document other;

  @BeforeAll
  static void open() {
    database = TestServers.newDatabase();
    clinic = BusFixture.open(DocumentsFixture.settings(database, folder), Clock.systemUTC());
    people = PrescriptionsFixture.of(clinic);
    documents = new DocumentsFixture(clinic);
    blobs = StoredBlobs.of(clinic.platform());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void lettersOfTwoRecords() {
    doctor = people.doctor();
    merged = people.patientOf(doctor);
    standing = people.patientOf(doctor);
    former = documents.write(DocumentsFixture.letter(merged, null), clinic.asDoctor(doctor));
    other = documents.write(DocumentsFixture.letter(standing, null), clinic.asDoctor(doctor));
  }

  @Test
  void documentsOfBothAreReadUntilTheMergeIsUndone() {
    Merge merge = merge();
    for (Caller reader : List.of(clinic.asDoctor(doctor), clinic.asPatient(standing))) {
      assertThat(listed(reader)).extracting(Document::id).containsExactly(other.id(), former.id());
      assertThat(listed(reader)).extracting(Document::patientId).containsOnly(standing);
      assertThat(read(clinic, former.id(), reader)).startsWith("%PDF-");
    }
    assertThat(refused(clinic, former.id(), clinic.asPatient(clinic.patient())))
        .isEqualTo(CommonFailures.FORBIDDEN);

    clinic.ask(
        PatientMergesApi.UNDO_MERGE, new UndoMerge(standing, merge.id()), clinic.frontDesk());
    assertThat(listed(clinic.asPatient(standing)))
        .extracting(Document::id)
        .containsExactly(other.id());
    assertThat(read(clinic, former.id(), clinic.asPatient(merged))).startsWith("%PDF-");
    assertThat(refused(clinic, former.id(), clinic.asPatient(standing)))
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void aRestrictionOfBothIsOneOfThePerson() {
    UUID colleague = people.doctor();
    clinic.treat(colleague, standing);
    restrict(merged);
    Restriction lasting = restrict(standing);
    Merge merge = merge();
    assertThat(listed(clinic.asDoctor(colleague))).isEmpty();
    assertThat(listed(clinic.asPatient(standing)))
        .hasSize(2)
        .extracting(Document::restricted)
        .containsOnly(true);
    assertThat(restrictions(standing)).containsExactly(lasting);

    clinic.ask(
        RestrictionsApi.LIFT_RESTRICTION,
        new LiftRestriction(standing, lasting.id()),
        clinic.asPatient(standing));
    assertThat(listed(clinic.asDoctor(colleague))).as("lifted once").hasSize(2);
    clinic.ask(
        PatientMergesApi.UNDO_MERGE, new UndoMerge(standing, merge.id()), clinic.frontDesk());
    clinic.treat(colleague, merged);
    assertThat(refused(clinic, former.id(), clinic.asDoctor(colleague)))
        .as("what the other person has restricted is so again")
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void aCopyHasBoth() {
    merge();
    assertThat(copies())
        .extracting(one -> one.getString("id"))
        .containsExactlyInAnyOrder(former.id().toString(), other.id().toString());
    assertThat(copies())
        .extracting(one -> one.getJsonObject("details").getString("fileName"))
        .containsOnly(former.fileName());
  }

  @Test
  void anErasureDestroysBothKeysAndBackupsHaveNothingToReadThemBy() {
    UUID third = people.patientOf(doctor);
    Document kept = documents.write(DocumentsFixture.letter(third, null), clinic.asDoctor(doctor));
    merge();
    DatabaseCopy before =
        DatabaseCopy.of(database, table -> !OF_THE_SERVER.contains(table) && !table.equals(KEYS));

    documents.erase(standing);

    assertThat(
            clinic.sql(
                "SELECT FROM documents.document WHERE patient_id IN ($1, $2)", merged, standing))
        .isEmpty();
    assertThat(
            clinic.sql(
                """
                SELECT FROM platform.patient_key WHERE patient_id IN ($1, $2) AND wrapped IS NULL
                """,
                merged,
                standing))
        .hasSize(2);
    assertThat(clinic.sql("SELECT FROM privacy.retained_record WHERE record = 'documents'"))
        .as("what the law keeps is sealed by a key that expires, of both")
        .hasSize(2);
    DatabaseCopy keys = DatabaseCopy.of(database, KEYS::equals);

    URI restored = TestServers.newDatabase();
    before.restore(restored);
    keys.restore(restored);
    try (BusFixture later =
        BusFixture.over(DocumentsFixture.settings(restored, folder), Clock.systemUTC())) {
      Caller reader = later.asDoctor(doctor);
      assertThat(read(later, kept.id(), reader)).as("of somebody else").startsWith("%PDF-");
      for (Document erased : List.of(former, other)) {
        assertThat(later.sql("SELECT FROM documents.document WHERE id = $1", erased.id()))
            .as("the row is back")
            .hasSize(1);
        assertThat(blobs.countOf(erased.id())).as("and so is its content").isOne();
        assertThat(refused(later, erased.id(), reader)).isEqualTo(CommonFailures.NOT_FOUND);
        assertThat(
                later
                    .refused(
                        DocumentsApi.READ_DOCUMENT_SECTION,
                        new ReadSection(erased.id(), 0, 100),
                        reader)
                    .code())
            .isEqualTo(CommonFailures.NOT_FOUND);
      }
    }

    clinic.sql("DELETE FROM privacy.retained_record");
    blobs.sweep();
    assertThat(blobs.countOf(former.id()) + blobs.countOf(other.id()))
        .as("after the period")
        .isZero();
    assertThat(blobs.countOf(kept.id())).isOne();
  }

  private Merge merge() {
    return clinic.ask(
        PatientMergesApi.MERGE_PATIENTS,
        new MergePatients(standing, merged, null),
        clinic.frontDesk());
  }

  private List<Document> listed(Caller reader) {
    return clinic
        .ask(
            DocumentsApi.LIST_DOCUMENTS,
            new ListDocuments(standing, null, null, null, null),
            reader)
        .items();
  }

  private static String read(BusFixture node, UUID id, Caller reader) {
    byte[] bytes =
        node.ask(DocumentsApi.READ_DOCUMENT_SECTION, new ReadSection(id, 0, 100), reader).content();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static Object refused(BusFixture node, UUID id, Caller reader) {
    return node.refused(DocumentsApi.GET_DOCUMENT, new GetDocument(id), reader).code();
  }

  private static Restriction restrict(UUID patient) {
    return clinic.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, RestrictedPart.DOCUMENTS, null, "LETTER"),
        clinic.asPatient(patient));
  }

  private static List<Restriction> restrictions(UUID patient) {
    return clinic
        .ask(
            RestrictionsApi.LIST_RESTRICTIONS,
            new ListRestrictions(patient),
            clinic.asPatient(patient))
        .items();
  }

  private List<JsonObject> copies() {
    var platform = clinic.platform();
    var data =
        new PersonalDataRepository(
            platform.database(), platform.patientKeys(), List.of(DocumentsModule.MODULE));
    var subject = BusFixture.await(data.subject(standing, platform.clock().instant()));
    return BusFixture.await(data.page(data.records().get(0), true, subject, "", 10)).stream()
        .map(one -> new JsonObject(one.json()))
        .toList();
  }
}
