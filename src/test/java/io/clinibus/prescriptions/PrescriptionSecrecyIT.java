package io.clinibus.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.PrescriptionChanges;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a prescription says is in no table, event, audit entry or live frame, and still arrives. */
class PrescriptionSecrecyIT {

  private static final Vertx CLIENTS = Vertx.vertx();

  private static RestFixture hospital;
  private static PrescriptionChanges changes;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    changes = new PrescriptionChanges(hospital);
  }

  @AfterAll
  static void close() {
    hospital.close();
    CLIENTS.close().await();
  }

  @Test
  void noClinicalWordLeavesTheNodeAndThePatientIsNotifiedLive() {
    String doctor = hospital.doctor(60, "09:00", "12:00");
    RestClient patient = RestClient.registered(hospital.url(), "ida@example.org", "Ida", "Rhodes");
    changes.ready(doctor, patient.patientId());
    RestClient author = hospital.signedInDoctor(doctor);
    String topic = "prescriptions/" + patient.patientId();
    String medication = changes.medication("Canarycillin");
    try (LiveClient page = LiveClient.of(CLIENTS, hospital.url(), patient.token())) {
      page.subscribe(topic).awaitPage(topic);
      Answer draft = changes.write(author, patient.patientId(), changes.details(medication));
      Answer signed = changes.sign(author, draft);
      String id = signed.text("/id");
      Awaitility.await().until(() -> statusOf(page, topic, id).equals("ACTIVE"));
      Answer ended =
          author.post(
              "/api/prescriptions/" + id + "/cancel",
              Map.of("status", "STOPPED", "reason", "canaryend"),
              "If-Match",
              signed.etag());
      assertThat(ended.status()).isEqualTo(200);
      Awaitility.await().until(() -> statusOf(page, topic, id).equals("STOPPED"));
      assertThat(page.frames().toString().toLowerCase()).doesNotContain("canary");
      Answer read = patient.get("/api/prescriptions/" + id + "?language=de");
      assertThat(read.text("/sentence"))
          .isEqualTo("Nehmen Sie 7 Tage lang dreimal täglich 0,3 Tabletten ein: canarynote.");
      assertThat(read.text("/quantityText")).isEqualTo("7 Tabletten");
      assertThat(read.text("/endReason")).isEqualTo("canaryend");
    }
    for (String table :
        new String[] {
          "prescriptions.prescription", "platform.outbox", "audit.entry", "platform.patient_key"
        }) {
      assertThat(text(table)).as(table).isNotEmpty().doesNotContain("canary", hex("canary"));
    }
    assertThat(text("prescriptions.medication")).contains("canarycillin");
  }

  @Test
  void whoMayNotReadThemMayNotWatchThemEither() {
    String doctor = hospital.doctor(60, "09:00", "12:00");
    String patient = hospital.patient();
    changes.ready(doctor, patient);
    String topic = "prescriptions/" + patient;
    RestClient stranger = RestClient.registered(hospital.url(), "eve@example.org", "Eve", "Bell");
    try (LiveClient page = LiveClient.of(CLIENTS, hospital.url(), stranger.token())) {
      page.subscribe(topic);
      assertThat(page.await("refused").toString()).contains("forbidden");
    }
    try (LiveClient page =
        LiveClient.of(CLIENTS, hospital.url(), hospital.signedInDoctor(doctor).token())) {
      page.subscribe(topic).awaitPage(topic);
    }
    try (LiveClient page =
        LiveClient.of(CLIENTS, hospital.url(), hospital.invited("PHARMACIST").token())) {
      page.subscribe(topic).awaitPage(topic);
    }
  }

  private static String statusOf(LiveClient page, String topic, String id) {
    return page.page(topic).item(id).path("status").asText();
  }

  private static String text(String table) {
    return hospital
        .sql("SELECT coalesce(string_agg(t::text, ' '), '') FROM " + table + " t")
        .iterator()
        .next()
        .getString(0)
        .toLowerCase();
  }

  private static String hex(String word) {
    return HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8));
  }
}
