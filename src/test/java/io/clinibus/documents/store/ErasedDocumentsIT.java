package io.clinibus.documents.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import io.clinibus.documents.DocumentsModule;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.LetterKind;
import io.clinibus.documents.blobs.BlobStore;
import io.clinibus.documents.blobs.BlobStores;
import io.clinibus.prescriptions.PrescriptionsFixture;
import io.clinibus.privacy.api.ErasuresApi;
import io.clinibus.privacy.api.ErasuresApi.ConfirmErasure;
import io.clinibus.privacy.api.ErasuresApi.Erasure;
import io.clinibus.privacy.api.ErasuresApi.RequestErasure;
import io.clinibus.privacy.records.Document;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.clinibus.privacy.records.SealedRows;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an erasure does with documents, and when their contents leave the store. */
class ErasedDocumentsIT {

  @TempDir static Path folder;
  private static BusFixture clinic;
  private static PrescriptionsFixture people;
  private static BlobStore store;
  private static DocumentCleaner cleaner;

  @BeforeAll
  static void open() {
    Settings.Documents documents = Settings.Documents.in(folder);
    Settings settings = SettingsParts.with(documents, TestNode.settings(TestServers.newDatabase()));
    clinic = BusFixture.open(settings, Clock.systemUTC());
    people = PrescriptionsFixture.of(clinic);
    var platform = clinic.platform();
    // A blob that is younger than a day is left alone.
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    store = BlobStores.of(platform.vertx(), documents, later);
    cleaner = new DocumentCleaner(new CheckRepository(platform.database()), null, store, later);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void whatTheLawKeepsCanBeReadFromWhatIsSetAsideUntilItsDate() throws Exception {
    UUID doctor = people.doctor();
    UUID patient = people.patientOf(doctor);
    DocumentsApi.Document letter = letter(patient, doctor);
    erase(patient);
    assertThat(clinic.sql("SELECT FROM documents.document WHERE id = $1", letter.id())).isEmpty();

    JsonObject kept = retained(patient);
    assertThat(kept.getJsonObject("details").getString("fileName")).isEqualTo(letter.fileName());
    assertThat(kept.getString("letter")).isEqualTo("VISIT_SUMMARY");
    assertThat(content(kept)).startsWith("%PDF-");

    BusFixture.await(cleaner.sweep());
    assertThat(content(kept)).startsWith("%PDF-");
    clinic.sql("DELETE FROM privacy.retained_record WHERE patient_id = $1", patient);
    BusFixture.await(cleaner.sweep());
    assertThat(blobs(letter.id())).isZero();
  }

  @Test
  void contentsOfOthersLeaveTheStore() {
    UUID doctor = people.doctor();
    UUID patient = people.patientOf(doctor);
    DocumentsApi.Document letter = letter(patient, doctor);
    clinic.sql(
        "UPDATE scheduling.appointment SET status = 'CANCELLED' WHERE patient_id = $1", patient);
    assertThat(blobs(letter.id())).isOne();
    erase(patient);
    assertThat(clinic.sql("SELECT FROM privacy.retained_record WHERE patient_id = $1", patient))
        .isEmpty();
    BusFixture.await(cleaner.sweep());
    assertThat(blobs(letter.id())).isZero();
  }

  @Test
  void aCopySaysWhereAContentIsReadAndHasNoKey() {
    UUID doctor = people.doctor();
    UUID patient = people.patientOf(doctor);
    DocumentsApi.Document letter = letter(patient, doctor);
    var platform = clinic.platform();
    var data =
        new PersonalDataRepository(
            platform.database(), platform.patientKeys(), List.of(DocumentsModule.MODULE));
    var subject = BusFixture.await(data.subject(patient, platform.clock().instant()));
    List<Document> copied =
        BusFixture.await(data.page(data.records().get(0), true, subject, "", 10));
    assertThat(copied).hasSize(1);
    JsonObject copy = new JsonObject(copied.get(0).json());
    assertThat(copy.getString("content")).isEqualTo("/api/documents/" + letter.id() + "/content");
    assertThat(copy.getJsonObject("details").getString("fileName")).isEqualTo(letter.fileName());
    assertThat(copy.fieldNames()).doesNotContain("contentKey", "blob");
  }

  private static DocumentsApi.Document letter(UUID patient, UUID doctor) {
    return clinic.ask(
        LettersApi.CREATE_LETTER,
        new CreateLetter(
            patient,
            LetterKind.VISIT_SUMMARY,
            null,
            null,
            null,
            null,
            null,
            null,
            "Well.",
            null,
            null,
            null),
        clinic.asDoctor(doctor));
  }

  private static void erase(UUID patient) {
    Erasure open =
        clinic.ask(ErasuresApi.REQUEST_ERASURE, new RequestErasure(patient), clinic.admin());
    clinic.ask(
        ErasuresApi.CONFIRM_ERASURE,
        new ConfirmErasure(open.id(), open.plan().version()),
        clinic.admin());
  }

  /** What is set aside, as who has the key of the clinic reads it. */
  private static JsonObject retained(UUID patient) {
    var rows =
        clinic.sql(
            """
            SELECT key, content::text AS content FROM privacy.retained_record
             WHERE record = 'documents' AND patient_id = $1
            """,
            patient);
    assertThat(rows).hasSize(1);
    var row = rows.iterator().next();
    var sealed = new Document(row.getString("key"), row.getString("content"));
    var seals = new SealedRows(clinic.platform().patientKeys());
    return new JsonObject(BusFixture.await(seals.retained("documents", sealed)).json());
  }

  /** Opened with nothing but what is set aside, and the store. */
  private static String content(JsonObject kept) throws Exception {
    byte[] key = Base64.getDecoder().decode(kept.getString("contentKey"));
    StreamingAead aead =
        TinkProtoKeysetFormat.parseKeyset(
                key, InsecureSecretKeyAccess.get(), RegistryConfiguration.get())
            .getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
    byte[] blob =
        BusFixture.await(store.get(kept.getString("blob"), 0, kept.getInteger("sealedSize")))
            .getBytes();
    byte[] place = ("documents.content\n" + kept.getString("id")).getBytes(StandardCharsets.UTF_8);
    try (var clear = aead.newDecryptingStream(new ByteArrayInputStream(blob), place)) {
      return new String(clear.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static long blobs(UUID documentId) {
    List<BlobStore.Blob> all = BusFixture.await(store.list("", "", 500));
    return all.stream().filter(blob -> blob.name().contains(documentId.toString())).count();
  }
}
