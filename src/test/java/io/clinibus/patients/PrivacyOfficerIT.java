package io.clinibus.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.platform.db.Rows;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the privacy officer is notified of, reads and decides, over HTTP, and what administrators
 * then do.
 */
class PrivacyOfficerIT {

  private static final Vertx CLIENTS = Vertx.vertx();
  private static final String ACCESSES = "/api/emergency-access";
  private static final Map<String, Object> FINDING =
      Map.of("result", "JUSTIFIED", "note", "as the ward has confirmed");

  private static RestFixture hospital;
  private static RestClient patient;
  private static RestClient doctor;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    patient = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Byron");
    doctor = hospital.signedInDoctor(hospital.doctor(60, "09:00", "12:00"));
  }

  @AfterAll
  static void close() {
    hospital.close();
    CLIENTS.close().await();
  }

  /** Each test has the officers that it invites, and no open reviews. */
  @BeforeEach
  void leaveNoOfficer() {
    hospital.sql(
        "UPDATE identity.account SET blocked_at = now() WHERE roles @> '{PRIVACY_OFFICER}'");
    hospital.sql("DELETE FROM patients.emergency_access");
  }

  @Test
  void readsWhatSupervisionNeedsAndNothingClinical() {
    RestClient officer = hospital.invited("PRIVACY_OFFICER");
    assertThat(
            hospital
                .admin()
                .post("/api/privacy/exports", Map.of("patientId", patient.patientId()))
                .status())
        .isEqualTo(201);
    String erasure =
        patient.post("/api/privacy/erasures", Map.of("patientId", patient.patientId())).text("/id");
    String of = "/api/patients/" + patient.patientId();

    JsonNode copy = ok(officer.get("/api/privacy/exports/all")).at("/items/0");
    assertThat(copy.path("patientName").asText()).isEqualTo("Ada Byron");
    assertThat(copy.path("clinical").asBoolean()).isFalse();
    assertThat(copy.path("requestedBy").asText()).isNotEmpty();
    assertThat(ok(officer.get("/api/privacy/erasures")).at("/items/0/id").asText())
        .isEqualTo(erasure);
    JsonNode plan = ok(officer.get("/api/privacy/erasures/" + erasure)).path("plan");
    assertThat(plan.path("items")).isNotEmpty();
    assertThat(ok(officer.get("/api/privacy/retention")).path("items")).hasSize(2);
    assertThat(ok(officer.get("/api/audit?patientId=" + patient.patientId())).path("items"))
        .isNotEmpty();
    assertThat(ok(officer.get("/api/auth/me")).at("/roles/0").asText())
        .isEqualTo("PRIVACY_OFFICER");

    List<Answer> refused = new ArrayList<>();
    for (String path :
        List.of(
            of,
            of + "/chart",
            of + "/timeline",
            of + "/documents",
            of + "/prescriptions",
            of + "/changes",
            "/api/patients",
            "/api/appointments",
            "/api/users",
            "/api/clinic/record-rules",
            "/api/privacy/exports?patientId=" + patient.patientId())) {
      refused.add(officer.get(path));
    }
    refused.add(officer.post("/api/privacy/exports", Map.of("patientId", patient.patientId())));
    refused.add(officer.post("/api/privacy/erasures", Map.of("patientId", patient.patientId())));
    refused.add(
        officer.post(
            "/api/privacy/erasures/" + erasure + "/confirm",
            Map.of("planVersion", plan.path("version").asText())));
    refused.add(officer.post("/api/privacy/erasures/" + erasure + "/withdraw", null));
    refused.add(
        officer.put(
            "/api/privacy/retention/MAIL",
            Map.of("days", 30, "source", "law", "automatic", true),
            "If-Match",
            "\"1\""));
    refused.add(officer.post(ACCESSES, emergency()));
    assertThat(refused).allMatch(answer -> answer.status() == 403);
    assertThat(patient.post("/api/privacy/erasures/" + erasure + "/withdraw", null).status())
        .isEqualTo(200);
  }

  @Test
  void reviewsAndKeepsWhatWasWrittenFromAdministrators() {
    RestClient officer = hospital.invited("PRIVACY_OFFICER");
    String access = opened(doctor);
    RestClient admin = hospital.admin();
    Map<String, Object> note = Map.of("kind", "EMERGENCY", "patientId", patient.patientId());
    assertThat(doctor.post("/api/encounters", note).status()).isEqualTo(201);

    JsonNode seen = ok(admin.get(ACCESSES + "/" + access));
    assertThat(seen.path("byOfficer").asBoolean()).isTrue();
    assertThat(seen.has("reason")).isFalse();
    assertThat(seen.has("written")).isFalse();
    assertThat(ok(admin.get("/api/to-do")).findValuesAsText("kind"))
        .doesNotContain("EMERGENCY_REVIEWS");
    Answer refused = admin.put(ACCESSES + "/" + access + "/review", FINDING);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/type")).isEqualTo("/problems/officer-reviews");

    assertThat(ok(officer.get("/api/to-do")).path("items"))
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.path("kind").asText()).isEqualTo("EMERGENCY_REVIEWS");
              assertThat(task.path("count").asInt()).isOne();
            });
    JsonNode read = ok(officer.get(ACCESSES + "/" + access));
    assertThat(read.path("reason").asText()).isEqualTo(emergency().get("reason"));
    assertThat(read.path("written"))
        .singleElement()
        .satisfies(
            written -> {
              assertThat(written.path("kind").asText()).isEqualTo("EMERGENCY");
              assertThat(written.path("status").asText()).isEqualTo("IN_PROGRESS");
            });
    JsonNode reviewed = ok(officer.put(ACCESSES + "/" + access + "/review", FINDING));
    assertThat(reviewed.path("result").asText()).isEqualTo("JUSTIFIED");
    assertThat(ok(officer.get("/api/to-do")).path("items")).isEmpty();
    assertThat(officer.put(ACCESSES + "/" + access + "/review", FINDING).text("/type"))
        .isEqualTo("/problems/already-reviewed");
    assertThat(ok(admin.get(ACCESSES + "/" + access)).has("note")).isFalse();
  }

  @Test
  void administratorsReviewWhereNoOfficerIsActive() {
    RestClient officer = hospital.invited("PRIVACY_OFFICER");
    String access = opened(doctor);
    Answer blocked =
        hospital
            .admin()
            .post(
                "/api/users/" + officer.userId() + "/block",
                Map.of("reason", "has left the clinic"));
    assertThat(blocked.status()).isEqualTo(200);
    JsonNode seen = ok(hospital.admin().get(ACCESSES + "/" + access));
    assertThat(seen.has("byOfficer")).isFalse();
    assertThat(seen.path("reason").asText()).isEqualTo(emergency().get("reason"));
    assertThat(ok(hospital.admin().get("/api/to-do")).findValuesAsText("kind"))
        .contains("EMERGENCY_REVIEWS");
    assertThat(hospital.admin().put(ACCESSES + "/" + access + "/review", FINDING).status())
        .isEqualTo(200);
  }

  @Test
  void whoHasOpenedTheRecordNeverReviewsItAlsoNotAsOfficerLater() {
    RestClient opener = hospital.signedInDoctor(hospital.doctor(60, "09:00", "12:00"));
    String access = opened(opener);
    Answer changed =
        hospital
            .admin()
            .put("/api/users/" + opener.userId(), Map.of("roles", List.of("PRIVACY_OFFICER")));
    assertThat(changed.status()).isEqualTo(200);
    RestClient officer = RestClient.signedIn(hospital.url(), opener.email(), RestClient.PASSWORD);
    assertThat(ok(officer.get(ACCESSES + "/" + access)).path("own").asBoolean()).isTrue();
    assertThat(officer.put(ACCESSES + "/" + access + "/review", FINDING).text("/type"))
        .isEqualTo("/problems/own-emergency-access");
    assertThat(ok(officer.get("/api/to-do")).path("items")).isEmpty();
    assertThatThrownBy(
            () ->
                hospital.sql(
                    """
                    UPDATE patients.emergency_access
                       SET reviewed_at = now(), reviewed_by = actor_id, review_result = 'JUSTIFIED'
                    """))
        .as("the database refuses it as well")
        .hasMessageContaining("emergency_access_reviewer");
    // The other accesses are the officer's; this one is left to administrators.
    assertThat(hospital.admin().put(ACCESSES + "/" + access + "/review", FINDING).status())
        .isEqualTo(200);
  }

  @Test
  void isNotifiedLiveOfEachAccessWithoutWhatWasWritten() {
    RestClient officer = hospital.invited("PRIVACY_OFFICER");
    try (LiveClient page = LiveClient.of(CLIENTS, hospital.url(), officer.token())) {
      LivePage reviews = page.subscribe("emergency-reviews").awaitPage("emergency-reviews");
      LivePage toDo = page.subscribe("to-do").awaitPage("to-do");
      String access = opened(doctor);
      Awaitility.await().until(() -> !reviews.item(access).isMissingNode());
      assertThat(reviews.item(access).path("byOfficer").asBoolean()).isTrue();
      Awaitility.await()
          .until(
              () ->
                  toDo.data()
                      .at("/about/items")
                      .findValuesAsText("kind")
                      .contains("EMERGENCY_REVIEWS"));
      assertThat(page.frames().toString()).doesNotContain((String) emergency().get("reason"));
      ok(officer.put(ACCESSES + "/" + access + "/review", FINDING));
      Awaitility.await().until(() -> reviews.item(access).isMissingNode());
      Awaitility.await().until(() -> toDo.data().at("/about/items").isEmpty());
    }
  }

  @Test
  void isNotifiedByMailInsteadOfAdministratorsAndTheAddressOfTheClinicAsWell() {
    String withoutOfficer = opened(doctor);
    assertThat(mails(withoutOfficer, 2))
        .containsExactlyInAnyOrder("RECORD_OPENED patient", "EMERGENCY_REVIEW admin@example.org");
    RestClient officer = hospital.invited("PRIVACY_OFFICER");
    assertThat(mails(opened(doctor), 2))
        .containsExactlyInAnyOrder("RECORD_OPENED patient", "EMERGENCY_REVIEW " + officer.email());
    setAddress("dpo@example.net");
    assertThat(mails(opened(doctor), 3))
        .containsExactlyInAnyOrder(
            "RECORD_OPENED patient",
            "EMERGENCY_REVIEW " + officer.email(),
            "EMERGENCY_REVIEW dpo@example.net");
    setAddress(officer.email());
    assertThat(mails(opened(doctor), 2))
        .as("one mail to one address")
        .containsExactlyInAnyOrder("RECORD_OPENED patient", "EMERGENCY_REVIEW " + officer.email());
    hospital.sql("UPDATE patients.record_rules SET officer_email = NULL");
  }

  private static void setAddress(String email) {
    Answer rules = hospital.admin().get("/api/clinic/record-rules");
    Answer set =
        hospital
            .admin()
            .put(
                "/api/clinic/record-rules",
                Map.of("colleaguesRead", false, "releaseDays", 0, "officerEmail", email),
                "If-Match",
                rules.etag());
    assertThat(set.status()).as(set.body().toString()).isEqualTo(200);
  }

  /** The mails about an access: kind and to whom. As many are requested as are expected. */
  private static List<String> mails(String access, int expected) {
    String key = "patients/emergency:" + access + "%";
    assertThat(hospital.sql("SELECT FROM platform.outbox WHERE payload ->> 'key' LIKE $1", key))
        .hasSize(expected);
    return Awaitility.await()
        .until(
            () ->
                Rows.list(
                    hospital.sql(
                        """
                        SELECT kind || ' ' || coalesce(email, 'patient') AS mail
                          FROM notifications.delivery WHERE key LIKE $1
                        """,
                        key),
                    row -> row.getString("mail")),
            mails -> mails.size() == expected);
  }

  private static Map<String, Object> emergency() {
    return Map.of(
        "patientId",
        patient.patientId(),
        "reasonCode",
        "LIFE_THREATENING",
        "reason",
        "unconscious, anaphylaxis suspected");
  }

  private static String opened(RestClient who) {
    Answer access = who.post(ACCESSES, emergency());
    assertThat(access.status()).as(access.body().toString()).isEqualTo(201);
    return access.text("/id");
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }
}
