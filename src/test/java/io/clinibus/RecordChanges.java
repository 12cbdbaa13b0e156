package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.util.Map;

/** Merges, erases and copies records of patients, and invites one to an account. */
record RecordChanges(RestFixture hospital) {

  void make(String doctor, String start) {
    RestClient admin = hospital.admin();
    String staying = record(admin, "Grace");
    String going = record(admin, "Graces");
    created(
        admin.post(
            "/api/appointments", Map.of("doctorId", doctor, "patientId", going, "start", start)));
    created(admin.post("/api/patients/" + staying + "/merges", Map.of("from", going)));
    created(admin.post("/api/patients/" + staying + "/account-invitation", null));
    RestClient ivy = RestClient.registered(hospital.url(), "ivy@example.org", "Ivy", "Marsh");
    created(ivy.post("/api/privacy/exports", Map.of("patientId", ivy.patientId())));
    created(
        admin.post(
            "/api/patients/" + record(admin, "Iva") + "/merges", Map.of("from", ivy.patientId())));
    erase(admin, record(admin, "Ruth"));
  }

  private static void erase(RestClient admin, String patient) {
    Answer erasure = created(admin.post("/api/privacy/erasures", Map.of("patientId", patient)));
    var version = Map.of("planVersion", erasure.text("/plan/version"));
    String confirmation = "/api/privacy/erasures/" + erasure.text("/id") + "/confirm";
    Answer confirmed = admin.post(confirmation, version);
    assertThat(confirmed.status()).as(confirmed.body().toString()).isEqualTo(200);
  }

  private static String record(RestClient admin, String name) {
    var details = Map.of("givenName", name, "familyName", "Hopper", "email", name + "@example.org");
    return created(admin.post("/api/patients", details)).text("/id");
  }

  private static Answer created(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer;
  }
}
