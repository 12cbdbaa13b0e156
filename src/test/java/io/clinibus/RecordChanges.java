package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.patients.family.RepresentationExpiry;
import io.clinibus.patients.family.RepresentationExpiryRepository;
import io.clinibus.platform.NodeContext;
import io.clinibus.testing.BusFixture;
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
    comeOfAge(ivy);
    represent(admin, record(admin, "Una"), ivy);
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
        """
        UPDATE patients.patient SET birth_date = now() - interval '18 years' + interval '9 days'
         WHERE birth_date = '2020-01-01'
        """);
    expire();
    hospital.sql(
        """
        UPDATE patients.patient SET birth_date = '2000-01-01'
         WHERE birth_date > now() - interval '18 years' AND birth_date < now() - interval '17 years'
        """);
    expire();
  }

  private void expire() {
    NodeContext platform = hospital.node().node().platform();
    BusFixture.await(
        new RepresentationExpiry(
                new RepresentationExpiryRepository(platform.database()),
                platform.bus(),
                platform.clock())
            .run());
  }

  /** The front desk adds, limits and ends that a patient represents another. */
  private static void represent(RestClient admin, String patient, RestClient representative) {
    String path = "/api/patients/" + patient + "/representations";
    Answer added =
        created(
            admin.post(
                path,
                Map.of(
                    "representativeId", representative.patientId(),
                    "relation", "OTHER",
                    "document", "COURT_DECISION")));
    path += "/" + added.text("/id");
    var terms = Map.of("document", "COURT_DECISION", "lastDay", "2100-01-01");
    Answer limited = admin.put(path, terms, "If-Match", added.etag());
    assertThat(limited.status()).as(limited.body().toString()).isEqualTo(200);
    assertThat(admin.delete(path).status()).isEqualTo(204);
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
