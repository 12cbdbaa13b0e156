package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.patients.family.RepresentationExpiry;
import io.clinibus.patients.family.RepresentationRepository;
import io.clinibus.platform.NodeContext;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.LocalDate;
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
    comeOfAge(ivy);
    created(
        admin.post(
            "/api/patients/" + record(admin, "Iva") + "/merges", Map.of("from", ivy.patientId())));
    erase(admin, record(admin, "Ruth"));
  }

  /** A child whom a patient represents comes of age. */
  private void comeOfAge(RestClient ivy) {
    var child =
        Map.of(
            "relation",
            "CHILD",
            "givenName",
            "Ida",
            "familyName",
            "Marsh",
            "birthDate",
            "2020-01-01");
    created(ivy.post("/api/patients/" + ivy.patientId() + "/relatives", child));
    hospital.sql(
        "UPDATE patients.patient SET birth_date = '2000-01-01' WHERE birth_date = $1",
        LocalDate.parse("2020-01-01"));
    NodeContext platform = hospital.node().node().platform();
    BusFixture.await(
        new RepresentationExpiry(
                new RepresentationRepository(platform.database()), platform.bus(), platform.clock())
            .run());
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
