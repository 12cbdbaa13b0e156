package io.clinibus.patients.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staff see who represents a patient without an emergency contact; the family does not. */
class WhomToCallIT {

  private static RestFixture hospital;
  private static RestClient desk;
  private static int people;

  private RestClient father;
  private RestClient mother;
  private RestClient child;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    desk = hospital.receptionist();
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @BeforeEach
  void family() {
    father = registered("Felix", "+49 30 1001");
    mother = registered("Greta", "+49 30 1002");
    child = registered("Mia", "+49 30 1003");
    hospital.sql(
        "UPDATE patients.patient SET birth_date = $2 WHERE id = $1",
        UUID.fromString(child.patientId()),
        LocalDate.now(ZoneOffset.UTC).minusYears(8));
  }

  @Test
  void whoRepresentsThePatientNowStandsInForAContactOfTheLongestStandingFirst() {
    assertThat(seenBy(desk).has("representatives")).isFalse();
    represent(father);
    String ofMother = represent(mother);
    JsonNode seen = seenBy(desk).path("representatives");
    assertThat(seen.findValuesAsText("name")).containsExactly("Felix Lee", "Greta Lee");
    assertThat(seen.at("/0/relation").asText()).isEqualTo("CHILD");
    assertThat(seen.findValuesAsText("phone")).containsExactly("+49 30 1001", "+49 30 1002");
    assertThat(seen.at("/0/representativeId").asText()).isEqualTo(father.patientId());
    assertThat(desk.delete(representations() + "/" + ofMother).status()).isEqualTo(204);
    assertThat(namesSeenBy(desk)).containsExactly("Felix Lee");
    hospital.sql(
        "UPDATE patients.representation SET in_force_since = NULL WHERE patient_id = $1",
        UUID.fromString(child.patientId()));
    assertThat(namesSeenBy(desk)).as("waits for a confirmation").isEmpty();
  }

  @Test
  void aContactIsShownAloneAndNobodyInItsPlace() {
    represent(father);
    Map<String, Object> contact = Map.of("name", "Ida Roth", "phone", "+49 30 2000");
    Answer saved =
        desk.put(
            "/api/patients/" + child.patientId(),
            Map.of("givenName", "Mia", "familyName", "Lee", "emergencyContact", contact),
            "If-Match",
            desk.get("/api/patients/" + child.patientId()).etag());
    assertThat(saved.status()).as(saved.body().toString()).isEqualTo(200);
    JsonNode seen = seenBy(desk);
    assertThat(seen.at("/emergencyContact/name").asText()).isEqualTo("Ida Roth");
    assertThat(seen.has("representatives")).isFalse();
  }

  @Test
  void oneParentGetsNoNumberOfTheOtherAndTheChildNone() {
    represent(father);
    represent(mother);
    assertThat(namesSeenBy(desk)).hasSize(2);
    for (RestClient one : List.of(father, mother, child)) {
      assertThat(seenBy(one).path("givenName").asText()).isEqualTo("Mia");
      assertThat(seenBy(one).has("representatives")).isFalse();
    }
  }

  @Test
  void aDoctorSeesThemInAnEmergencyAndTheTrailNamesAllThree() {
    represent(father);
    represent(mother);
    RestClient doctor = hospital.signedInDoctor(hospital.doctor(60, "09:00", "12:00"));
    assertThat(doctor.get("/api/patients/" + child.patientId()).status()).isEqualTo(404);
    Answer opened =
        doctor.post(
            "/api/emergency-access",
            Map.of(
                "patientId", child.patientId(),
                "reasonCode", "LIFE_THREATENING",
                "reason", "unconscious, no relatives here"));
    assertThat(opened.status()).as(opened.body().toString()).isEqualTo(201);
    assertThat(namesSeenBy(doctor)).containsExactly("Felix Lee", "Greta Lee");
    Row entry =
        StreamSupport.stream(
                hospital
                    .sql(
                        """
                        SELECT purpose, patient_ids FROM audit.entry
                         WHERE operation = 'patients.getPatient' AND actor_id = $1 AND outcome = 'done'
                        """,
                        UUID.fromString(doctor.userId()))
                    .spliterator(),
                false)
            .reduce((one, next) -> next)
            .orElseThrow();
    assertThat(entry.getString("purpose")).isEqualTo("EMERGENCY");
    assertThat(entry.getArrayOfUUIDs("patient_ids"))
        .containsExactlyInAnyOrder(idOf(child), idOf(father), idOf(mother));
  }

  private String represent(RestClient who) {
    Answer added =
        desk.post(
            representations(),
            Map.of(
                "representativeId", who.patientId(),
                "relation", "CHILD",
                "document", "BIRTH_CERTIFICATE"));
    assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
    return added.text("/id");
  }

  private JsonNode seenBy(RestClient who) {
    Answer answer = who.get("/api/patients/" + child.patientId());
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }

  private List<String> namesSeenBy(RestClient who) {
    return seenBy(who).path("representatives").findValuesAsText("name");
  }

  private String representations() {
    return "/api/patients/" + child.patientId() + "/representations";
  }

  private static UUID idOf(RestClient patient) {
    return UUID.fromString(patient.patientId());
  }

  private static RestClient registered(String name, String phone) {
    RestClient one =
        RestClient.registered(hospital.url(), "person" + ++people + "@example.org", name, "Lee");
    hospital.sql("UPDATE patients.patient SET phone = $2 WHERE id = $1", idOf(one), phone);
    return one;
  }
}
