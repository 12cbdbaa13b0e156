package io.clinibus.patients.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Relatives are added, confirmed and ended; bounds; what merges do. */
class FamilyIT {

  private static RestFixture hospital;
  private static RestClient desk;
  private static String doctor;
  private static int people;

  private RestClient mother;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    desk = hospital.receptionist();
    doctor = hospital.doctor(15, "08:00", "18:00");
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @BeforeEach
  void newMother() {
    mother =
        RestClient.registered(hospital.url(), "mother" + ++people + "@example.org", "Maria", "Lee");
    setRules(Map.of());
  }

  @Test
  void aChildHasARecordOfItsOwnAlsoIfOneOfTheSameNameAndBirthDateExists() {
    var details = Map.of("givenName", "Mia", "familyName", "Lee", "birthDate", "2019-03-04");
    String existing = desk.post("/api/patients", details).text("/id");
    Answer added = RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04");
    assertThat(added.text("/patientId")).isNotEqualTo(existing);
    assertThat(added.text("/status")).isEqualTo("IN_FORCE");
    assertThat(added.text("/until")).isEqualTo("2037-03-04");
    assertThat(mother.get("/api/patients/" + existing).status()).isEqualTo(403);
  }

  @Test
  void theFrontDeskConfirmsAnAdultAndIsNamed() {
    Answer added = RepresentativeAccessIT.add(mother, "PARTNER", "1990-01-01");
    assertThat(added.text("/status")).isEqualTo("PENDING");
    String path = "/api/patients/" + added.text("/patientId") + "/representations/";
    assertThat(mother.post(path + added.text("/id") + "/confirmation", null).status())
        .isEqualTo(403);
    Answer confirmed = desk.post(path + added.text("/id") + "/confirmation", null);
    assertThat(confirmed.text("/status")).isEqualTo("IN_FORCE");
    JsonNode seen = desk.get("/api/patients/" + added.text("/patientId") + "/family").body();
    assertThat(seen.at("/representatives/0/representativeName").asText()).isEqualTo("Maria Lee");
    assertThat(seen.at("/representatives/0/confirmedBy").asText()).isNotEmpty();
    JsonNode own = family(mother);
    assertThat(own.at("/relatives/0/confirmedAt").asText()).isNotEmpty();
    assertThat(own.at("/relatives/0").has("confirmedBy")).isFalse();
  }

  @Test
  void nobodyElseSeesOrEndsALink() {
    Answer added = RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04");
    RestClient other =
        RestClient.registered(hospital.url(), "o" + ++people + "@example.org", "Otto", "Roth");
    String own = "/api/patients/" + other.patientId() + "/representations/" + added.text("/id");
    assertThat(other.delete(own).status()).isEqualTo(404);
    assertThat(other.delete(own.replace(other.patientId(), mother.patientId())).status())
        .isEqualTo(403);
    assertThat(family(mother).at("/relatives")).hasSize(1);
  }

  @Test
  void whatHasEndedIsSeenByTheFrontDeskOnly() {
    Answer added = RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04");
    String path = "/api/patients/" + mother.patientId();
    assertThat(mother.delete(path + "/representations/" + added.text("/id")).status())
        .isEqualTo(204);
    assertThat(family(mother).at("/relatives")).isEmpty();
    JsonNode seen = desk.get(path + "/family").body().at("/relatives/0");
    assertThat(seen.path("status").asText()).isEqualTo("ENDED");
    assertThat(seen.path("endedBecause").asText()).isEqualTo("REPRESENTATIVE");
    assertThat(
            desk.post(path + "/representations/" + added.text("/id") + "/confirmation", null)
                .status())
        .isEqualTo(404);
  }

  @Test
  void theNumberOfRelativesIsBoundedAlsoIfTheyAreEnded() {
    setRules(Map.of("maxRelatives", 2));
    Answer first = RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04");
    String path = "/api/patients/" + mother.patientId() + "/representations/" + first.text("/id");
    assertThat(mother.delete(path).status()).isEqualTo(204);
    RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04");
    assertThat(adding("CHILD", "2019-03-04").text("/type")).endsWith("too-many-relatives");
    setRules(Map.of("maxRelatives", 0));
    assertThat(adding("CHILD", "2019-03-04").text("/type")).endsWith("relatives-not-offered");
  }

  @Test
  void concurrentAdditionsStopAtTheNumber() {
    setRules(Map.of("maxRelatives", 3));
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(mother.sendAsync("POST", relatives(mother), relative("CHILD", "2019-03-04")));
    }
    assertThat(answers.stream().map(CompletableFuture::join).filter(a -> a.status() == 201))
        .hasSize(3);
  }

  @Test
  void aChildWhoIsOfAgeIsRefusedWithTheField() {
    Answer refused = adding("CHILD", "1990-01-01");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/birthDate");
    assertThat(refused.text("/errors/0/code")).isEqualTo("of-age");
  }

  @Test
  void theBoundOfAPatientCountsForEachRelativeAndTheTotalForTheRepresentative() {
    setRules(Map.of("maxOpenAppointments", 6));
    String mia = RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04").text("/patientId");
    String tom = RepresentativeAccessIT.add(mother, "CHILD", "2015-03-04").text("/patientId");
    LocalDate day = DaysAhead.tuesday();
    for (int i = 0; i < 5; i++) {
      assertThat(book(mia, at(day, i)).status()).isEqualTo(201);
    }
    // The sixth of the child, whatever the total.
    assertThat(book(mia, at(day, 6)).text("/type")).endsWith("too-many-appointments");
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 7; i < 12; i++) {
      answers.add(mother.sendAsync("POST", "/api/appointments", booking(tom, at(day, i))));
    }
    assertThat(answers.stream().map(CompletableFuture::join).filter(a -> a.status() == 201))
        .hasSize(1);
    // The representative's own are not among them.
    assertThat(book(mother.patientId(), at(day, 13)).status()).isEqualTo(201);
  }

  @Test
  void aRepeatedRequestAtTheTotalReturnsItsAppointment() {
    setRules(Map.of("maxOpenAppointments", 1));
    String mia = RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04").text("/patientId");
    var wanted = booking(mia, at(DaysAhead.tuesday().plusDays(1), 0));
    String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
    Answer first = mother.post("/api/appointments", wanted, key);
    assertThat(first.status()).isEqualTo(201);
    assertThat(mother.post("/api/appointments", wanted, key).text("/id"))
        .isEqualTo(first.text("/id"));
  }

  @Test
  void aGuestHasOneAppointmentAtATime() {
    String guest = RepresentativeAccessIT.add(mother, "GUEST", "1980-01-01").text("/patientId");
    LocalDate day = DaysAhead.tuesday().plusDays(1);
    Answer booked = book(guest, at(day, 2));
    assertThat(booked.status()).isEqualTo(201);
    assertThat(book(guest, at(day, 3)).text("/type")).endsWith("too-many-appointments");
    assertThat(mother.delete("/api/appointments/" + booked.text("/id")).status()).isEqualTo(200);
    assertThat(book(guest, at(day, 3)).status()).isEqualTo(201);
  }

  @Test
  void aBookingIsRefusedInItsTransactionIfTheLinkHasEndedMeanwhile() {
    UUID mia =
        UUID.fromString(
            RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04").text("/patientId"));
    assertThat(obstacle(mia)).isNull();
    hospital.sql(
        "UPDATE patients.representation SET ended_at = now(), ended_because = 'CLINIC' WHERE"
            + " patient_id = $1",
        mia);
    assertThat(obstacle(mia)).isEqualTo("NOT_REPRESENTED");
  }

  private String obstacle(UUID patient) {
    return hospital
        .sql(
            "SELECT scheduling.representation_obstacle($1, $2, NULL, now()) AS outcome",
            UUID.fromString(mother.userId()),
            patient)
        .iterator()
        .next()
        .getString("outcome");
  }

  @Test
  void aMergeOfTheRelativeWaitsForAConfirmationAndGivesNothingBefore() {
    var details = Map.of("givenName", "Mia", "familyName", "Lee", "birthDate", "2019-03-04");
    String existing = desk.post("/api/patients", details).text("/id");
    String visit =
        desk.post("/api/appointments", booking(existing, at(DaysAhead.tuesday().plusDays(1), 5)))
            .text("/id");
    Answer added = RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04");
    Answer merged =
        desk.post(
            "/api/patients/" + existing + "/merges", Map.of("from", added.text("/patientId")));
    assertThat(merged.status()).isEqualTo(201);
    assertThat(family(mother).at("/relatives/0/status").asText()).isEqualTo("PENDING");
    assertThat(family(mother).at("/relatives/0/patientId").asText()).isEqualTo(existing);
    assertThat(mother.get("/api/appointments/" + visit).status()).isEqualTo(404);
    String path = "/api/patients/" + existing + "/representations/" + added.text("/id");
    assertThat(desk.post(path + "/confirmation", null).status()).isEqualTo(200);
    assertThat(mother.get("/api/appointments/" + visit).status()).isEqualTo(200);
    Answer undone =
        desk.post("/api/patients/" + existing + "/merges/" + merged.text("/id") + "/undoing", null);
    assertThat(undone.status()).isEqualTo(200);
    assertThat(mother.get("/api/appointments/" + visit).status()).isEqualTo(404);
    assertThat(family(mother).at("/relatives/0/patientId").asText())
        .isEqualTo(added.text("/patientId"));
  }

  @Test
  void theTrailStatesThatItWasDoneForARelative() {
    String mia = RepresentativeAccessIT.add(mother, "CHILD", "2019-03-04").text("/patientId");
    assertThat(book(mia, at(DaysAhead.tuesday().plusDays(1), 8)).status()).isEqualTo(201);
    var entry =
        hospital
            .sql(
                """
                SELECT purpose, actor_id FROM audit.entry
                 WHERE operation = 'scheduling.bookAppointment' AND $1 = ANY (patient_ids)
                """,
                UUID.fromString(mia))
            .iterator()
            .next();
    assertThat(entry.getString("purpose")).isEqualTo("REPRESENTATION");
    assertThat(entry.getUUID("actor_id")).hasToString(mother.userId());
  }

  private Answer adding(String relation, String born) {
    return mother.post(relatives(mother), relative(relation, born));
  }

  private static String relatives(RestClient who) {
    return "/api/patients/" + who.patientId() + "/relatives";
  }

  private static Map<String, String> relative(String relation, String born) {
    return Map.of("relation", relation, "givenName", "Tom", "familyName", "Lee", "birthDate", born);
  }

  private static JsonNode family(RestClient who) {
    return who.get("/api/patients/" + who.patientId() + "/family").body();
  }

  private Answer book(String patient, String start) {
    return mother.post("/api/appointments", booking(patient, start));
  }

  private static Map<String, String> booking(String patient, String start) {
    return Map.of("doctorId", doctor, "patientId", patient, "start", start);
  }

  private static String at(LocalDate day, int quarter) {
    return DaysAhead.at(day, "%02d:%02d".formatted(8 + quarter / 4, quarter % 4 * 15));
  }

  private static void setRules(Map<String, Object> changed) {
    Map<String, Object> rules =
        new java.util.HashMap<>(
            Map.of(
                "maxRelatives", 6,
                "childUntilAge", 16,
                "majorityAge", 18,
                "adultsNeedConfirmation", true,
                "maxOpenAppointments", 20));
    rules.putAll(changed);
    String path = "/api/clinic/family-rules";
    RestClient admin = hospital.admin();
    Answer set = admin.put(path, rules, "If-Match", admin.get(path).etag());
    assertThat(set.status()).as(set.body().toString()).isEqualTo(200);
  }
}
