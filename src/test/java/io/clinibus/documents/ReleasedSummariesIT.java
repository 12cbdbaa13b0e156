package io.clinibus.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Caller;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.DocumentStates;
import io.clinibus.documents.api.DocumentsApi.ListDocumentStates;
import io.clinibus.privacy.records.Document;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
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

/** A summary of a visit shows its patient nothing before the note of the visit is released. */
class ReleasedSummariesIT {

  private static final int DAYS = 3;
  private static final Vertx vertx = Vertx.vertx();

  @TempDir static Path folder;
  private static DocumentsClinic clinic;
  private static TreatmentFixture treatment;

  @BeforeAll
  static void open() {
    clinic = DocumentsClinic.open(folder, Optional.empty());
    treatment = TreatmentFixture.of(clinic);
    releaseAfter(DAYS);
    // The first one loads fonts: on a busy machine it may be refused because it takes too long.
    clinic.sendLetter(
        clinic.doctor, Map.of("kind", "VISIT_SUMMARY", "language", "en", "text", "Rest"));
  }

  @AfterAll
  static void close() {
    clinic.close();
    vertx.close();
  }

  @Test
  void aSummaryIsSeenWithTheNoteAndNotBefore() {
    String encounter = treatment.signedCall(Map.of("plan", "Rest")).text("/id");
    OffsetDateTime released = releaseOfNote(encounter);
    assertThat(released).isAfter(OffsetDateTime.now().plus(Duration.ofDays(DAYS - 1)));
    for (Map<String, Object> what :
        List.<Map<String, Object>>of(
            Map.of("parts", List.of("PLAN")),
            Map.of("text", "You have to rest."),
            Map.of("parts", List.of("PLAN"), "released", true))) {
      Answer letter = clinic.writeLetter(summary(encounter, what));
      String id = letter.text("/id");
      assertThat(OffsetDateTime.parse(letter.text("/releasedAt"))).isEqualTo(released);
      assertHidden(id);
      Answer again = clinic.doctor.post("/api/documents/" + id + "/release", null);
      assertThat(OffsetDateTime.parse(again.text("/releasedAt"))).isEqualTo(released);
      assertHidden(id);
      assertThat(clinic.content(clinic.doctor, id).statusCode())
          .as("the doctor can print it and hand it over")
          .isEqualTo(200);
    }
    String id =
        clinic.writeLetter(summary(encounter, Map.of("parts", List.of("PLAN")))).text("/id");
    String kept =
        clinic
            .writeLetter(summary(encounter, Map.of("parts", List.of("PLAN"), "released", false)))
            .text("/id");
    passes(encounter);
    assertShown(id);
    assertHidden(kept);
    clinic.doctor.post("/api/documents/" + kept + "/release", null);
    assertShown(kept);
  }

  @Test
  void aSummaryOfADraftWaitsForTheSignature() {
    Answer opened = treatment.call(clinic.doctor, clinic.patient.patientId());
    String encounter = opened.text("/id");
    Answer letter = clinic.writeLetter(summary(encounter, Map.of("text", "It may be your heart.")));
    assertThat(letter.body().has("releasedAt")).isFalse();
    assertHidden(letter.text("/id"));
    treatment.sign(opened, Map.of("plan", "Rest"));
    assertHidden(letter.text("/id"));
    passes(encounter);
    assertShown(letter.text("/id"));
  }

  @Test
  void aSummaryThatWaitsForTheSignatureIsPushedWithTheNote() {
    releaseAfter(0);
    try (var live = LiveClient.of(vertx, clinic.rest.url(), clinic.patient.token())) {
      Answer opened = treatment.call(clinic.doctor, clinic.patient.patientId());
      String id =
          clinic.writeLetter(summary(opened.text("/id"), Map.of("text", "Rest"))).text("/id");
      live.subscribe(topic());
      assertThat(live.awaitPage(topic()).item(id).isMissingNode()).isTrue();
      treatment.sign(opened, Map.of("plan", "Rest"));
      awaitItem(live, id);
      assertShown(id);
    } finally {
      releaseAfter(DAYS);
    }
  }

  @Test
  void aSummaryIsPushedWhenTheTimeOfItsNoteHasCome() {
    String encounter = treatment.signedCall(Map.of("plan", "Rest")).text("/id");
    String id =
        clinic.writeLetter(summary(encounter, Map.of("parts", List.of("PLAN")))).text("/id");
    released(encounter, "now() + interval '1 hour'");
    assertThat(states().changesAt()).isEqualTo(releaseOfNote(encounter).toInstant());
    long before = states().changes();

    released(encounter, "now() + interval '4 seconds'");
    try (var live = LiveClient.of(vertx, clinic.rest.url(), clinic.patient.token())) {
      live.subscribe(topic());
      live.awaitPage(topic());
      awaitItem(live, id);
      assertShown(id);
    }
    assertThat(states().changes()).as("by which pages read again").isGreaterThan(before);
  }

  @Test
  void lettersThatThePatientNeedsAtOnceAreTheDoctorsDecision() {
    String encounter = treatment.signedCall(Map.of("plan", "Rest")).text("/id");
    Map<String, Object> sickNote = new HashMap<>();
    sickNote.put("kind", "SICK_NOTE");
    sickNote.put("encounterId", encounter);
    sickNote.put("from", "2026-12-01");
    sickNote.put("until", "2026-12-04");
    assertShown(clinic.writeLetter(sickNote).text("/id"));
    sickNote.put("released", false);
    assertHidden(clinic.writeLetter(sickNote).text("/id"));
    assertShown(
        clinic.writeLetter(Map.of("kind", "VISIT_SUMMARY", "text", "About no visit")).text("/id"));
  }

  @Test
  void aCopyShowsNoMoreThanTheApp() {
    String encounter = treatment.signedCall(Map.of("plan", "canarynote")).text("/id");
    Map<String, String> addendum = Map.of("kind", "ADDENDUM", "text", "canaryaddendum");
    assertThat(clinic.doctor.post("/api/encounters/" + encounter + "/addenda", addendum).status())
        .isEqualTo(200);
    Answer draft = treatment.call(clinic.doctor, clinic.patient.patientId());
    String letter =
        clinic.writeLetter(summary(encounter, Map.of("parts", List.of("PLAN")))).text("/id");

    JsonObject note = copied("encounters", encounter);
    assertThat(note.getString("releasedAt")).isNotNull();
    assertThat(note.fieldNames()).doesNotContain("note");
    assertThat(copied("encounters", draft.text("/id")).fieldNames()).doesNotContain("note");
    assertThat(copies("encounter-additions").toString()).doesNotContain("canaryaddendum");
    assertThat(copied("documents", letter).fieldNames()).doesNotContain("details", "content");

    passes(encounter);
    assertThat(copied("encounters", encounter).getJsonObject("note").encode())
        .contains("canarynote");
    assertThat(copies("encounter-additions").toString()).contains("canaryaddendum");
    assertThat(copied("documents", letter).getString("content"))
        .isEqualTo("/api/documents/" + letter + "/content");
    assertThat(copied("documents", letter).getJsonObject("details").getString("fileName"))
        .isNotBlank();
  }

  private static JsonObject copied(String record, String id) {
    return copies(record).stream()
        .filter(one -> one.getString("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** What a copy has of the patient. */
  private static List<JsonObject> copies(String record) {
    var platform = clinic.rest.node().node().platform();
    var data =
        new PersonalDataRepository(platform.database(), platform.patientKeys(), platform.modules());
    var subject =
        BusFixture.await(
            data.subject(UUID.fromString(clinic.patient.patientId()), platform.clock().instant()));
    var stated =
        data.records().stream().filter(one -> one.name().equals(record)).findFirst().orElseThrow();
    List<Document> page = BusFixture.await(data.page(stated, true, subject, "", 500));
    return page.stream().map(one -> new JsonObject(one.json())).toList();
  }

  private static Map<String, Object> summary(String encounterId, Map<String, Object> more) {
    Map<String, Object> summary = new HashMap<>(more);
    summary.put("kind", "VISIT_SUMMARY");
    summary.put("encounterId", encounterId);
    return summary;
  }

  private static OffsetDateTime releaseOfNote(String encounterId) {
    return OffsetDateTime.parse(
        clinic.doctor.get("/api/encounters/" + encounterId).text("/releasedAt"));
  }

  /** The time passes until the note of an encounter is released. */
  private static void passes(String encounterId) {
    released(encounterId, "now() - interval '1 second'");
  }

  private static void released(String encounterId, String moment) {
    clinic.rest.sql("ALTER TABLE records.encounter DISABLE TRIGGER encounter_is_final");
    clinic.rest.sql(
        "UPDATE records.encounter SET released_at = " + moment + " WHERE id = $1",
        UUID.fromString(encounterId));
    clinic.rest.sql("ALTER TABLE records.encounter ENABLE TRIGGER encounter_is_final");
  }

  private static void releaseAfter(int days) {
    clinic.rest.sql("UPDATE patients.record_rules SET release_days = $1", days);
  }

  private static String topic() {
    return "documents/" + clinic.patient.patientId();
  }

  private static void awaitItem(LiveClient live, String id) {
    Awaitility.await().until(() -> !live.page(topic()).item(id).isMissingNode());
  }

  /** As the live topic reads them. */
  private static DocumentStates states() {
    var platform = clinic.rest.node().node().platform();
    return BusFixture.await(
        platform
            .bus()
            .request(
                DocumentsApi.LIST_DOCUMENT_STATES,
                new ListDocumentStates(UUID.fromString(clinic.patient.patientId())),
                Caller.system("test", platform.clock().instant().plusSeconds(30))));
  }

  /** On every path to it. */
  private static void assertHidden(String id) {
    assertSees(id, false);
    try (var live = LiveClient.of(vertx, clinic.rest.url(), clinic.patient.token())) {
      live.subscribe(topic());
      assertThat(live.awaitPage(topic()).item(id).isMissingNode()).isTrue();
    }
  }

  private static void assertShown(String id) {
    assertSees(id, true);
  }

  private static void assertSees(String id, boolean seen) {
    String list = "/api/patients/" + clinic.patient.patientId() + "/documents?limit=100";
    JsonNode items = clinic.patient.get(list).body().path("items");
    assertThat(
            StreamSupport.stream(items.spliterator(), false)
                .anyMatch(one -> one.path("id").asText().equals(id)))
        .isEqualTo(seen);
    int status = seen ? 200 : 404;
    assertThat(clinic.patient.get("/api/documents/" + id).status()).isEqualTo(status);
    assertThat(clinic.content(clinic.patient, id).statusCode()).isEqualTo(status);
  }
}
