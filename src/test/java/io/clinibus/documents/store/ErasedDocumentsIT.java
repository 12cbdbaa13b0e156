package io.clinibus.documents.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import io.clinibus.documents.DocumentsFixture;
import io.clinibus.documents.DocumentsModule;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.prescriptions.PrescriptionsFixture;
import io.clinibus.privacy.records.Document;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.clinibus.privacy.records.SealedRows;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
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
  private static DocumentsFixture documents;
  private static StoredBlobs blobs;

  @BeforeAll
  static void open() {
    clinic =
        BusFixture.open(
            DocumentsFixture.settings(TestServers.newDatabase(), folder), Clock.systemUTC());
    people = PrescriptionsFixture.of(clinic);
    documents = new DocumentsFixture(clinic);
    blobs = StoredBlobs.of(clinic.platform());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void whatTheLawKeepsCanBeReadFromWhatIsSetAsideUntilItsDate() throws Exception {
    UUID doctor = people.doctor();
    UUID patient = people.patientOf(doctor);
    DocumentsApi.Document letter =
        documents.write(DocumentsFixture.letter(patient, null), clinic.asDoctor(doctor));
    documents.erase(patient);
    assertThat(clinic.sql("SELECT FROM documents.document WHERE id = $1", letter.id())).isEmpty();

    JsonObject kept = retained(patient);
    assertThat(kept.getJsonObject("details").getString("fileName")).isEqualTo(letter.fileName());
    assertThat(kept.getString("letter")).isEqualTo("VISIT_SUMMARY");
    assertThat(content(kept)).startsWith("%PDF-");

    blobs.sweep();
    assertThat(content(kept)).startsWith("%PDF-");
    clinic.sql("DELETE FROM privacy.retained_record WHERE patient_id = $1", patient);
    blobs.sweep();
    assertThat(blobs.countOf(letter.id())).isZero();
  }

  @Test
  void contentsOfOthersLeaveTheStore() {
    UUID doctor = people.doctor();
    UUID patient = people.patientOf(doctor);
    DocumentsApi.Document letter =
        documents.write(DocumentsFixture.letter(patient, null), clinic.asDoctor(doctor));
    clinic.sql(
        "UPDATE scheduling.appointment SET status = 'CANCELLED' WHERE patient_id = $1", patient);
    assertThat(blobs.countOf(letter.id())).isOne();
    documents.erase(patient);
    assertThat(clinic.sql("SELECT FROM privacy.retained_record WHERE patient_id = $1", patient))
        .isEmpty();
    blobs.sweep();
    assertThat(blobs.countOf(letter.id())).isZero();
  }

  @Test
  void aCopySaysWhereAContentIsReadAndHasNoKey() {
    UUID doctor = people.doctor();
    UUID patient = people.patientOf(doctor);
    DocumentsApi.Document letter =
        documents.write(DocumentsFixture.letter(patient, null), clinic.asDoctor(doctor));
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
        BusFixture.await(
                blobs.store().get(kept.getString("blob"), 0, kept.getInteger("sealedSize")))
            .getBytes();
    byte[] place = ("documents.content\n" + kept.getString("id")).getBytes(StandardCharsets.UTF_8);
    try (var clear = aead.newDecryptingStream(new ByteArrayInputStream(blob), place)) {
      return new String(clear.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
