package io.clinibus.records.encounters;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which notes a doctor has not signed, live. */
class UnsignedNotesLiveIT {

  private static final String TOPIC = "unsigned-notes";
  private static final Map<String, Object> NOTE =
      Map.of(
          "reason", "",
          "subjective", "",
          "objective", "",
          "measurements", List.of(),
          "assessment", "Migraine",
          "diagnoses", List.of(),
          "plan", "",
          "orders", List.of());
  private static final Vertx vertx = Vertx.vertx();

  private static RestFixture clinic;
  private static RestClient doctor;
  private static RestClient other;
  private static UUID patient;

  @BeforeAll
  static void open() {
    clinic = RestFixture.open(Clock.systemUTC());
    String doctorId = clinic.doctor(30, "08:00", "18:00");
    doctor = clinic.signedInDoctor(doctorId);
    other = clinic.signedInDoctor(clinic.doctor(30, "08:00", "18:00"));
    patient = UUID.fromString(clinic.patient());
    clinic.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        SELECT gen_random_uuid(), $1, $2, v.at, v.at + interval '1 hour',
               tstzrange(v.at, v.at + interval '1 hour'), 'COMPLETED'
          FROM (SELECT now() - interval '9 days' AS at) AS v
        """,
        UUID.fromString(doctorId),
        patient);
  }

  @AfterAll
  static void close() {
    clinic.close();
    vertx.close();
  }

  @Test
  void aNoteThatIsBegunSignedOrStruckOutIsPushedToItsDoctorOnly() {
    try (LiveClient live = LiveClient.of(vertx, clinic.url(), doctor.token());
        LiveClient others = LiveClient.of(vertx, clinic.url(), other.token())) {
      LivePage page = live.subscribe(TOPIC).awaitPage(TOPIC);
      LivePage ofOther = others.subscribe(TOPIC).awaitPage(TOPIC);
      assertShows(page, List.of());

      Answer first = begin();
      awaitShown(page, first);
      Answer second = begin();
      awaitShown(page, first, second);
      assertThat(page.item(second.text("/id")).path("kind").asText()).isEqualTo("TELEPHONE");

      sign(first);
      awaitShown(page, second);
      Answer struck =
          doctor.post(
              "/api/encounters/" + second.text("/id") + "/strike-out",
              Map.of("reason", "Another patient."));
      assertThat(struck.status()).as(struck.body().toString()).isEqualTo(200);
      awaitShown(page);

      assertThat(ofOther.data().at("/about/count").asInt()).isZero();
      assertThat(others.frames().toString()).doesNotContain(first.text("/id"));
      assertThat(live.frames().toString()).doesNotContain(patient.toString());
    }
  }

  private static Answer begin() {
    Answer begun =
        doctor.post(
            "/api/encounters", Map.of("kind", "TELEPHONE", "patientId", patient.toString()));
    assertThat(begun.status()).as(begun.body().toString()).isEqualTo(201);
    return begun;
  }

  private static void sign(Answer begun) {
    String path = "/api/encounters/" + begun.text("/id");
    Answer saved = doctor.put(path + "/note", NOTE, "If-Match", begun.etag());
    assertThat(saved.status()).as(saved.body().toString()).isEqualTo(200);
    Answer signed = doctor.post(path + "/signature", Map.of(), "If-Match", saved.etag());
    assertThat(signed.status()).as(signed.body().toString()).isEqualTo(200);
  }

  private static void awaitShown(LivePage page, Answer... notes) {
    List<String> ids = List.of(notes).stream().map(note -> note.text("/id")).sorted().toList();
    Awaitility.await().untilAsserted(() -> assertShows(page, ids));
  }

  private static void assertShows(LivePage page, List<String> ids) {
    assertThat(page.data().at("/about/count").asInt()).isEqualTo(ids.size());
    assertThat(page.data().at("/items").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(ids);
  }
}
