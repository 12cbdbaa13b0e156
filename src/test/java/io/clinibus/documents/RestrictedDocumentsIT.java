package io.clinibus.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a patient restricts is seen by its author, and by others in an emergency only. */
class RestrictedDocumentsIT {

  @TempDir static Path folder;
  private static final Vertx vertx = Vertx.vertx();
  private static DocumentsClinic clinic;
  private static TreatmentFixture treatment;
  private static RestClient colleague;
  private static String colleagueId;
  private static RestClient desk;

  @BeforeAll
  static void open() {
    clinic = DocumentsClinic.open(folder, Optional.empty());
    colleagueId = clinic.rest.doctor(30, "00:00", "23:30");
    colleague = clinic.rest.signedInDoctor(colleagueId);
    clinic.book(clinic.patient, colleagueId);
    desk = clinic.rest.receptionist();
    treatment = TreatmentFixture.of(clinic);
  }

  @AfterAll
  static void close() {
    clinic.close();
    vertx.close();
  }

  @AfterEach
  void liftAll() {
    for (var one : clinic.patient.get(path("restrictions")).body().path("items")) {
      clinic.patient.delete(path("restrictions/" + one.path("id").asText()));
    }
    clinic.rest.sql("DELETE FROM patients.emergency_access");
  }

  private static String path(String of) {
    return "/api/patients/" + clinic.patient.patientId() + "/" + of;
  }

  private static void restrict(Map<String, Object> part) {
    assertThat(clinic.patient.post(path("restrictions"), part).status()).isEqualTo(201);
  }

  private static void openInEmergency() {
    clinic.rest.sql(
        """
        INSERT INTO patients.emergency_access
          (id, doctor_id, patient_id, actor_id, reason, opened_at, expires_at)
        VALUES ($1, $2, $3, $4, 'unconscious, brought by ambulance', now(), $5)
        """,
        UUID.randomUUID(),
        UUID.fromString(colleagueId),
        UUID.fromString(clinic.patient.patientId()),
        UUID.fromString(colleague.userId()),
        OffsetDateTime.now().plusHours(1));
  }

  @Test
  void aKindOfDocumentsIsKeptFromOtherDoctors() {
    String report = stored(clinic.doctor, "REPORT");
    String picture = stored(clinic.doctor, "IMAGE");
    assertSees(colleague, report, true);
    restrict(Map.of("part", "DOCUMENTS", "documentKind", "REPORT"));

    assertSees(colleague, report, false);
    assertThat(
            colleague
                .post("/api/documents/" + report + "/strike-out", Map.of("reason", "wrong"))
                .status())
        .isEqualTo(404);
    assertSees(colleague, picture, true);
    assertSees(clinic.doctor, report, true);
    assertSees(clinic.patient, report, true);

    openInEmergency();
    assertSees(colleague, report, true);
    assertThat(emergencies("documents.getDocumentContent", report)).isOne();
    assertThat(marked(colleague, "documents")).contains(report).doesNotContain(picture);
    assertThat(colleague.get("/api/documents/" + report).body().path("restricted").asBoolean())
        .isTrue();
    assertThat(marked(clinic.patient, "documents")).contains(report).doesNotContain(picture);
    assertThat(marked(clinic.doctor, "documents")).as("the author").isEmpty();
  }

  @Test
  void whatIsAdministrativeIsKeptFromTheDeskThatHasNotBroughtIt() {
    String brought = stored(desk, "ADMINISTRATIVE");
    restrict(Map.of("part", "DOCUMENTS", "documentKind", "ADMINISTRATIVE"));
    assertSees(desk, brought, true);
    assertSees(clinic.rest.admin(), brought, false);
  }

  @Test
  void documentsAndPrescriptionsOfARestrictedEncounterAreKeptToo() {
    Answer opened = treatment.call(clinic.doctor, clinic.patient.patientId());
    String encounter = opened.text("/id");
    String prescription = treatment.prescribed(encounter);
    treatment.sign(opened, Map.of("plan", "Rest"));
    String document = stored(clinic.doctor, "REPORT", "encounterId", encounter);
    RestClient pharmacist = clinic.rest.invited("PHARMACIST");
    assertSees(colleague, document, true);
    assertPrescribed(colleague, prescription, true);

    restrict(Map.of("part", "ENCOUNTER", "subjectId", encounter));
    assertSees(colleague, document, false);
    assertPrescribed(colleague, prescription, false);
    assertThat(colleague.post("/api/prescriptions/" + prescription + "/renew", Map.of()).status())
        .isEqualTo(404);
    for (RestClient reader : List.of(clinic.doctor, clinic.patient, pharmacist)) {
      assertPrescribed(reader, prescription, true);
    }
    assertSees(clinic.doctor, document, true);

    openInEmergency();
    assertSees(colleague, document, true);
    assertPrescribed(colleague, prescription, true);
    assertThat(emergencies("prescriptions.getPrescription", prescription)).isOne();
    assertThat(marked(colleague, "documents")).containsExactly(document);
    assertThat(marked(colleague, "prescriptions")).containsExactly(prescription);
    assertThat(marked(clinic.patient, "prescriptions")).containsExactly(prescription);
    for (RestClient reader : List.of(clinic.doctor, pharmacist)) {
      assertThat(marked(reader, "prescriptions")).isEmpty();
    }
  }

  @Test
  void prescriptionsOfARestrictedEncounterAreKeptFromColleaguesOfTheDepartment() {
    RestClient ofDepartment = clinic.rest.signedInDoctor(clinic.rest.doctor(30, "00:00", "23:30"));
    clinic.rest.sql("UPDATE patients.record_rules SET colleagues_read = true");
    Answer opened = treatment.call(clinic.doctor, clinic.patient.patientId());
    String prescription = treatment.prescribed(opened.text("/id"));
    treatment.sign(opened, Map.of("plan", "Rest"));
    assertPrescribed(ofDepartment, prescription, true);
    restrict(Map.of("part", "ENCOUNTER", "subjectId", opened.text("/id")));
    assertPrescribed(ofDepartment, prescription, false);
    assertPrescribed(clinic.patient, prescription, true);
    clinic.rest.sql("UPDATE patients.record_rules SET colleagues_read = false");
  }

  @Test
  void openPagesAreUpdated() {
    String topic = "documents/" + clinic.patient.patientId();
    try (var live = LiveClient.of(vertx, clinic.rest.url(), colleague.token())) {
      live.subscribe(topic);
      LivePage page = live.awaitPage(topic);
      long before = page.data().at("/about/changes").asLong();
      restrict(Map.of("part", "DOCUMENTS", "documentKind", "REPORT"));
      Awaitility.await().until(() -> page.data().at("/about/changes").asLong() > before);
    }
  }

  private static long emergencies(String operation, String id) {
    return clinic
        .rest
        .sql(
            """
            SELECT count(*) FROM audit.entry
             WHERE operation = $1 AND resource_id = $2 AND purpose = 'EMERGENCY'
            """,
            operation,
            UUID.fromString(id))
        .iterator()
        .next()
        .getLong(0);
  }

  private static String stored(RestClient who, String category, Object... more) {
    byte[] file = SampleFiles.pdf(2_000);
    String id = clinic.create(who, category, "a.pdf", file.length, more).text("/id");
    assertThat(clinic.part(who, id, 0, file).statusCode()).isEqualTo(200);
    clinic.awaitState(who, id, "STORED");
    return id;
  }

  private static void assertSees(RestClient who, String id, boolean seen) {
    assertThat(ids(who.get(path("documents?limit=100"))).contains(id)).isEqualTo(seen);
    assertThat(who.get("/api/documents/" + id).status()).isEqualTo(seen ? 200 : 404);
    assertThat(clinic.content(who, id).statusCode()).isEqualTo(seen ? 200 : 404);
  }

  private static void assertPrescribed(RestClient who, String id, boolean seen) {
    assertThat(ids(who.get(path("prescriptions"))).contains(id)).isEqualTo(seen);
    assertThat(who.get("/api/prescriptions/" + id).status()).isEqualTo(seen ? 200 : 404);
    assertThat(who.get("/api/prescriptions/" + id + "/printable?language=en").status())
        .isEqualTo(seen ? 200 : 404);
  }

  /** Those that are stated as restricted. */
  private static List<String> marked(RestClient who, String list) {
    return StreamSupport.stream(
            who.get(path(list + "?limit=100")).body().path("items").spliterator(), false)
        .filter(one -> one.path("restricted").asBoolean())
        .map(one -> one.path("id").asText())
        .toList();
  }

  private static List<String> ids(Answer list) {
    return StreamSupport.stream(list.body().path("items").spliterator(), false)
        .map(one -> one.path("id").asText())
        .toList();
  }
}
