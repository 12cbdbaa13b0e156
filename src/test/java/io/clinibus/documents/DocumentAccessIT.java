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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see, read and change which documents. */
class DocumentAccessIT {

  @TempDir static Path folder;
  private static DocumentsClinic clinic;
  private static final Vertx vertx = Vertx.vertx();
  private static RestClient desk;
  private static RestClient pharmacist;
  private static RestClient stranger;
  private static RestClient otherDoctor;
  private static String otherDoctorId;
  private static String clinical;
  private static String unreleased;
  private static String administrative;

  @BeforeAll
  static void open() {
    clinic = DocumentsClinic.open(folder, Optional.empty());
    desk = clinic.rest.receptionist();
    pharmacist = clinic.rest.invited("PHARMACIST");
    stranger = RestClient.registered(clinic.rest.url(), "eve@example.org", "Eve", "Stranger");
    otherDoctorId = clinic.rest.doctor(30, "00:00", "23:30");
    otherDoctor = clinic.rest.signedInDoctor(otherDoctorId);
    clinical = stored(clinic.doctor, "REPORT", "released", true);
    unreleased = stored(clinic.doctor, "REPORT", "released", false);
    administrative = stored(desk, "ADMINISTRATIVE");
  }

  @AfterAll
  static void close() {
    clinic.close();
    vertx.close();
  }

  private static String stored(RestClient who, String category, Object... more) {
    byte[] file = SampleFiles.pdf(2_000);
    Answer begun = clinic.create(who, category, "a.pdf", file.length, more);
    assertThat(begun.status()).as(begun.body().toString()).isEqualTo(201);
    String id = begun.text("/id");
    assertThat(clinic.part(who, id, 0, file).statusCode()).isEqualTo(200);
    clinic.awaitState(who, id, "STORED");
    return id;
  }

  @Test
  void eachSeesAndReadsWhatIsTheirs() {
    assertSees(clinic.doctor, clinical, unreleased, administrative);
    assertSees(clinic.patient, clinical, administrative);
    assertSees(desk, administrative);
    assertSees(clinic.rest.admin(), administrative);
    for (RestClient other : List.of(pharmacist, stranger, otherDoctor)) {
      assertThat(list(other).status()).isEqualTo(403);
      for (String id : List.of(clinical, unreleased, administrative)) {
        assertThat(other.get("/api/documents/" + id).status()).isEqualTo(403);
        assertThat(clinic.content(other, id).statusCode()).isEqualTo(403);
      }
    }
    RestClient visitor = RestClient.visitor(clinic.rest.url());
    assertThat(list(visitor).status()).isEqualTo(401);
    assertThat(clinic.content(visitor, clinical).statusCode()).isEqualTo(401);
  }

  private static void assertSees(RestClient who, String... ids) {
    assertThat(ids(list(who))).contains(ids);
    for (String id : List.of(clinical, unreleased, administrative)) {
      boolean mine = List.of(ids).contains(id);
      assertThat(ids(list(who)).contains(id)).isEqualTo(mine);
      assertThat(who.get("/api/documents/" + id).status()).isEqualTo(mine ? 200 : 404);
      assertThat(clinic.content(who, id).statusCode()).isEqualTo(mine ? 200 : 404);
    }
  }

  @Test
  void anEmergencyOpensTheRecordForReadingOnly() {
    clinic.rest.sql(
        """
        INSERT INTO patients.emergency_access
          (id, doctor_id, patient_id, actor_id, reason, opened_at, expires_at)
        VALUES ($1, $2, $3, $4, 'unconscious, brought by ambulance', now(), $5)
        """,
        UUID.randomUUID(),
        UUID.fromString(otherDoctorId),
        UUID.fromString(clinic.patient.patientId()),
        UUID.fromString(otherDoctor.userId()),
        OffsetDateTime.now().plusHours(1));
    try {
      assertThat(clinic.content(otherDoctor, clinical).statusCode()).isEqualTo(200);
      assertThat(clinic.create(otherDoctor, "REPORT", "a.pdf", 10).status()).isEqualTo(403);
      assertThat(strikeOut(otherDoctor, clinical).status()).isEqualTo(403);
    } finally {
      clinic.rest.sql(
          "DELETE FROM patients.emergency_access WHERE doctor_id = $1",
          UUID.fromString(otherDoctorId));
    }
  }

  @Test
  void theFrontDeskUploadsNothingClinicalAndPatientsForAVisitOfTheirOwn() {
    assertThat(clinic.create(desk, "REPORT", "a.pdf", 10).status()).isEqualTo(403);
    assertThat(clinic.create(clinic.patient, "IMAGE", "a.pdf", 10).text("/errors/0/pointer"))
        .isEqualTo("/appointmentId");
    String othersVisit = clinic.book(stranger);
    assertThat(
            clinic
                .create(clinic.patient, "IMAGE", "a.pdf", 10, "appointmentId", othersVisit)
                .text("/errors/0/code"))
        .isEqualTo("not-found");
    assertThat(
            clinic
                .create(
                    stranger,
                    clinic.patient.patientId(),
                    "IMAGE",
                    "a.pdf",
                    10,
                    "appointmentId",
                    clinic.appointmentId)
                .status())
        .isEqualTo(403);
  }

  @Test
  void anEncounterIsThatOfThePatient() {
    var treatment = TreatmentFixture.of(clinic);
    String own = treatment.call(clinic.doctor, clinic.patient.patientId()).text("/id");
    clinic.book(stranger);
    String others = treatment.call(clinic.doctor, stranger.patientId()).text("/id");

    Answer upload = clinic.create(clinic.doctor, "REPORT", "a.pdf", 10, "encounterId", own);
    assertThat(upload.text("/encounterId")).isEqualTo(own);
    clinic.doctor.delete("/api/documents/" + upload.text("/id"));
    Answer letter = letter(own);
    assertThat(letter.text("/encounterId")).isEqualTo(own);

    for (String wrong : List.of(others, UUID.randomUUID().toString())) {
      assertNotTheirs(clinic.create(clinic.doctor, "REPORT", "a.pdf", 10, "encounterId", wrong));
      assertNotTheirs(letter(wrong));
    }
  }

  private static void assertNotTheirs(Answer refused) {
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/encounterId");
    assertThat(refused.text("/errors/0/code")).isEqualTo("not-found");
  }

  private static Answer letter(String encounterId) {
    return clinic.sendLetter(
        clinic.doctor, Map.of("kind", "VISIT_SUMMARY", "text", "x", "encounterId", encounterId));
  }

  @Test
  void onlyWhoBeganAnUploadContinuesIt() {
    byte[] file = SampleFiles.pdf(1_000);
    String id = clinic.begin(clinic.patient, "a.pdf", file.length);
    assertThat(clinic.part(clinic.doctor, id, 0, file).statusCode()).isEqualTo(404);
    assertThat(clinic.part(stranger, id, 0, file).statusCode()).isEqualTo(403);
    assertThat(clinic.doctor.delete("/api/documents/" + id).status()).isEqualTo(403);
    assertThat(clinic.patient.delete("/api/documents/" + id).status()).isEqualTo(204);
    assertThat(clinic.patient.get("/api/documents/" + id).status()).isEqualTo(404);
  }

  @Test
  void patientsRemoveWhatTheyHaveUploadedWithinADay() {
    byte[] file = SampleFiles.pdf(1_000);
    String id = clinic.upload(clinic.patient, "a.pdf", file, "STORED");
    clinic.rest.sql(
        "UPDATE documents.document SET stored_at = now() - interval '25 hours' WHERE id = $1",
        UUID.fromString(id));
    assertThat(clinic.patient.delete("/api/documents/" + id).text("/type"))
        .isEqualTo("/problems/document-not-removable");
    clinic.rest.sql(
        "UPDATE documents.document SET stored_at = now() WHERE id = $1", UUID.fromString(id));
    assertThat(clinic.patient.delete("/api/documents/" + id).status()).isEqualTo(204);
    assertThat(clinic.content(clinic.doctor, id).statusCode()).isEqualTo(404);
    assertThat(
            clinic
                .rest
                .sql("SELECT key FROM documents.document WHERE id = $1", UUID.fromString(id))
                .iterator()
                .next()
                .getBuffer("key"))
        .isNull();
  }

  @Test
  void whatIsReleasedOrStruckOutArrivesLiveWithoutNames() {
    String id = stored(clinic.doctor, "REPORT", "released", false);
    String topic = "documents/" + clinic.patient.patientId();
    try (var live = LiveClient.of(vertx, clinic.rest.url(), clinic.patient.token());
        var refused = LiveClient.of(vertx, clinic.rest.url(), stranger.token())) {
      live.subscribe(topic);
      LivePage page = live.awaitPage(topic);
      assertThat(page.data().toString()).contains(clinical).doesNotContain(id, "a.pdf");
      assertThat(clinic.doctor.post("/api/documents/" + id + "/release", null).status())
          .isEqualTo(200);
      Awaitility.await().until(() -> page.item(id).path("state").asText().equals("STORED"));
      refused.subscribe(topic);
      refused.await("refused");
    }
    assertThat(strikeOut(clinic.doctor, id).text("/error")).isEqualTo("of another patient");
    assertThat(clinic.patient.get("/api/documents/" + id).text("/state"))
        .isEqualTo("ENTERED_IN_ERROR");
    assertThat(strikeOut(clinic.patient, id).status()).isEqualTo(403);
  }

  @Test
  void anOpenPageHasTheDocumentsOfARecordThatIsMergedMeanwhile() {
    String other =
        desk.post("/api/patients", Map.of("givenName", "Ada", "familyName", "King")).text("/id");
    byte[] file = SampleFiles.pdf(2_000);
    String id = clinic.create(desk, other, "ADMINISTRATIVE", "a.pdf", file.length).text("/id");
    assertThat(clinic.part(desk, id, 0, file).statusCode()).isEqualTo(200);
    clinic.awaitState(desk, id, "STORED");
    String patient = clinic.patient.patientId();
    String topic = "documents/" + patient;
    try (var live = LiveClient.of(vertx, clinic.rest.url(), clinic.patient.token())) {
      live.subscribe(topic);
      LivePage page = live.awaitPage(topic);
      assertThat(page.item(id).isMissingNode()).isTrue();
      String merges = "/api/patients/" + patient + "/merges";
      Answer merged = desk.post(merges, Map.of("from", other));
      assertThat(merged.status()).as(merged.body().toString()).isEqualTo(201);
      Awaitility.await().until(() -> page.item(id).path("state").asText().equals("STORED"));
      assertThat(clinic.content(clinic.patient, id).statusCode()).isEqualTo(200);
      String undoing = merges + "/" + merged.text("/id") + "/undoing";
      assertThat(desk.post(undoing, null).status()).isEqualTo(200);
      Awaitility.await().until(() -> page.item(id).isMissingNode());
    }
  }

  private static Answer strikeOut(RestClient who, String id) {
    return who.post("/api/documents/" + id + "/strike-out", Map.of("reason", "of another patient"));
  }

  private static Answer list(RestClient who) {
    return who.get("/api/patients/" + clinic.patient.patientId() + "/documents");
  }

  private static List<String> ids(Answer list) {
    return StreamSupport.stream(list.body().path("items").spliterator(), false)
        .map(document -> document.path("id").asText())
        .toList();
  }
}
