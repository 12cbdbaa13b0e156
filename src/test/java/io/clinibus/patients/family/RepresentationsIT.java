package io.clinibus.patients.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The front desk adds, confirms, limits and ends representations by documents; both get mails; what
 * ends by itself is said before.
 */
class RepresentationsIT {

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static RestFixture hospital;
  private static RestClient desk;
  private static int people;

  /** Requests of mails that were seen. */
  private final Set<Long> known = new HashSet<>();

  private RestClient father;
  private String child;

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
    father = registered("Felix");
    child = record("Mia", today().minusYears(8));
  }

  @Test
  void aRepresentationThatTheFrontDeskAddsIsInForceAndNamesWhoSawWhichDocument() {
    assertThat(father.get("/api/patients/" + child).status()).isEqualTo(403);
    Answer added =
        add(Map.of("relation", "CHILD", "document", "BIRTH_CERTIFICATE", "reference", "B 12/2018"));
    assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
    assertThat(added.text("/status")).isEqualTo("IN_FORCE");
    assertThat(added.body().path("minor").asBoolean()).isTrue();
    assertThat(father.get("/api/patients/" + child).status()).isEqualTo(200);
    JsonNode seen = family(desk, child).at("/representatives/0");
    assertThat(seen.path("document").asText()).isEqualTo("BIRTH_CERTIFICATE");
    assertThat(seen.path("reference").asText()).isEqualTo("B 12/2018");
    assertThat(seen.path("confirmedBy").asText()).isNotEmpty();
    JsonNode own = family(father, father.patientId()).at("/relatives/0");
    assertThat(own.path("patientName").asText()).isEqualTo("Mia Lee");
    assertThat(own.has("document")).isFalse();
    assertThat(own.has("reference")).isFalse();
    assertThat(audited("patients.addRepresentation"))
        .contains(UUID.fromString(child), UUID.fromString(father.patientId()));
  }

  @Test
  void whatCannotBeIsRefusedWithItsField() {
    String adult = record("Otto", today().minusYears(40));
    String unknown = record("Nora", null);
    Map<String, Object> good = Map.of("relation", "CHILD", "document", "CUSTODY");
    assertThat(error(add(child, with(good, "representativeId", child))))
        .isEqualTo("/representativeId invalid");
    assertThat(error(add(child, with(good, "representativeId", UUID.randomUUID().toString()))))
        .isEqualTo("/representativeId not-found");
    assertThat(add(UUID.randomUUID().toString(), good).status()).isEqualTo(404);
    assertThat(error(add(adult, good))).isEqualTo("/relation of-age");
    assertThat(error(add(unknown, good))).isEqualTo("/relation birth-date-unknown");
    assertThat(error(add(with(good, "relation", "GUEST")))).isEqualTo("/relation not-allowed");
    assertThat(error(add(with(good, "document", "OTHER")))).isEqualTo("/reference required");
    assertThat(error(add(with(good, "lastDay", today().minusDays(2).toString()))))
        .isEqualTo("/lastDay in-the-past");
    assertThat(add(good).status()).isEqualTo(201);
    assertThat(add(good).text("/type")).endsWith("already-represented");
  }

  @Test
  void concurrentAdditionsMakeOneRepresentation() {
    Map<String, Object> wanted =
        with(
            Map.of("relation", "CHILD", "document", "CUSTODY"),
            "representativeId",
            father.patientId());
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, 8)
            .mapToObj(i -> desk.sendAsync("POST", representations(child), wanted))
            .toList();
    assertThat(answers.stream().map(answer -> answer.join().status()))
        .containsOnly(201, 409)
        .containsOnlyOnce(201);
    assertThat(family(desk, child).at("/representatives")).hasSize(1);
  }

  @Test
  void onePatientRepresentsFiftyAtMost() {
    hospital.sql(
        """
        WITH wards AS (
          INSERT INTO patients.patient (id, given_name, family_name)
          SELECT gen_random_uuid(), 'Ward', 'W' FROM generate_series(1, 50) RETURNING id)
        INSERT INTO patients.representation
          (id, representative_id, patient_id, relation, created_at, in_force_since)
        SELECT gen_random_uuid(), $1, id, 'OTHER', now(), now() FROM wards
        """,
        UUID.fromString(father.patientId()));
    Map<String, Object> wanted = Map.of("relation", "CHILD", "document", "CUSTODY");
    assertThat(add(wanted).text("/type")).endsWith("too-many-representations");
    hospital.sql(
        """
        UPDATE patients.representation SET ended_at = now(), ended_because = 'CLINIC'
         WHERE id = (SELECT id FROM patients.representation WHERE representative_id = $1 LIMIT 1)
        """,
        UUID.fromString(father.patientId()));
    assertThat(add(wanted).status()).isEqualTo(201);
  }

  @Test
  void oneThatWaitsIsConfirmedByTheDocumentAndTheVersionThatWasRead() {
    Answer added = RepresentativeAccessIT.add(father, "PARENT", "1950-01-01");
    String mother = added.text("/patientId");
    String path = representations(mother) + "/" + added.text("/id");
    Map<String, String> terms = Map.of("document", "POWER_OF_ATTORNEY");
    assertThat(desk.put(path, terms).status()).isEqualTo(428);
    assertThat(desk.put(path, terms, "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(father.get("/api/patients/" + mother).status()).isEqualTo(403);
    Answer confirmed = desk.put(path, terms, "If-Match", added.etag());
    assertThat(confirmed.status()).as(confirmed.body().toString()).isEqualTo(200);
    assertThat(confirmed.text("/status")).isEqualTo("IN_FORCE");
    assertThat(father.get("/api/patients/" + mother).status()).isEqualTo(200);
    JsonNode changes = desk.get(path + "/changes").body().path("items");
    assertThat(changes.findValuesAsText("kind")).containsExactly("CONFIRMED", "ADDED");
    assertThat(changes.at("/0/document").asText()).isEqualTo("POWER_OF_ATTORNEY");
    assertThat(changes.at("/0/actorName").asText()).isNotEmpty();
    assertThat(changes.at("/1/actorName").asText()).isEqualTo("Felix Lee");
    // Confirming once more changes nothing.
    assertThat(desk.post(path + "/confirmation", null).etag()).isEqualTo(confirmed.etag());
    assertThat(desk.get(path + "/changes").body().path("items")).hasSize(2);
  }

  @Test
  void changesArePagedAndThoseOfOtherPatientsAreNotFound() {
    Answer added = add(Map.of("relation", "CHILD", "document", "CUSTODY"));
    String path = representations(child) + "/" + added.text("/id");
    limit(path, added, today().plusDays(90));
    JsonNode first = desk.get(path + "/changes?limit=1").body();
    assertThat(first.path("items").findValuesAsText("kind")).containsExactly("LIMITED");
    JsonNode second =
        desk.get(path + "/changes?limit=1&cursor=" + first.path("next").asText()).body();
    assertThat(second.path("items").findValuesAsText("kind")).containsExactly("ADDED");
    assertThat(second.has("next")).isFalse();
    String other = record("Ida", null);
    assertThat(desk.get(path.replace(child, other) + "/changes").status()).isEqualTo(404);
    assertThat(father.get(path + "/changes").status()).isEqualTo(403);
  }

  @Test
  void bothAreNotifiedWhenItBeginsAndWhenItsLastDayChangesAndWhenTheClinicEndsIt() {
    Answer added = add(Map.of("relation", "CHILD", "document", "CUSTODY"));
    assertThat(newMails())
        .containsExactlyInAnyOrder("father REPRESENTATION_BEGUN", "child REPRESENTED");
    String path = representations(child) + "/" + added.text("/id");
    LocalDate day = today().plusDays(90);
    Answer limited = limit(path, added, day);
    assertThat(limited.text("/lastDay")).isEqualTo(day.toString());
    assertThat(newMails())
        .containsExactlyInAnyOrder("father REPRESENTATION_LIMITED", "child REPRESENTED_UNTIL");
    assertThat(dayToldTo(father)).startsWith(day.toString());
    assertThat(family(father, father.patientId()).at("/relatives/0/lastDay").asText())
        .isEqualTo(day.toString());
    // Another document, the same day: nothing to tell.
    Answer again = limit(path, limited, day);
    assertThat(newMails()).isEmpty();
    Answer unlimited =
        desk.put(path, Map.of("document", "COURT_DECISION"), "If-Match", again.etag());
    assertThat(unlimited.body().has("lastDay")).isFalse();
    assertThat(newMails())
        .containsExactlyInAnyOrder("father REPRESENTATION_BEGUN", "child REPRESENTED");
    assertThat(desk.delete(path + "?document=COURT_DECISION").status()).isEqualTo(204);
    assertThat(newMails())
        .containsExactlyInAnyOrder("father REPRESENTATION_STOPPED", "child NOT_REPRESENTED");
    JsonNode ended = desk.get(path + "/changes").body().at("/items/0");
    assertThat(ended.path("kind").asText()).isEqualTo("ENDED");
    assertThat(ended.path("document").asText()).isEqualTo("COURT_DECISION");
    assertThat(father.get("/api/patients/" + child).status()).isEqualTo(403);
  }

  @Test
  void theOtherIsNotifiedOfAnEndByEitherOfThem() {
    String first = add(Map.of("relation", "CHILD", "document", "CUSTODY")).text("/id");
    newMails();
    assertThat(
            father
                .delete(
                    representations(father.patientId()) + "/" + first + "?document=COURT_DECISION")
                .status())
        .isEqualTo(204);
    assertThat(newMails()).containsExactly("child NOT_REPRESENTED");
    JsonNode ended =
        desk.get(representations(child) + "/" + first + "/changes").body().at("/items/0");
    assertThat(ended.has("document")).isFalse();
    assertThat(ended.path("actorName").asText()).isEqualTo("Felix Lee");

    RestClient adult = registered("Greta");
    child = adult.patientId();
    String second = add(Map.of("relation", "PARENT", "document", "IDENTITY_CARD")).text("/id");
    newMails();
    assertThat(adult.delete(representations(child) + "/" + second).status()).isEqualTo(204);
    assertThat(newMails()).containsExactly("father REPRESENTATION_STOPPED");
    assertThat(family(desk, child).at("/representatives/0/endedBecause").asText())
        .isEqualTo("PATIENT");
  }

  @Test
  void whoIsBelowTheAgeOfMajorityDoesNotEndIt() {
    RestClient daughter = registered("Dora");
    child = daughter.patientId();
    birthDate(child, today().minusYears(15));
    Answer added = add(Map.of("relation", "CHILD", "document", "CUSTODY"));
    String path = representations(child) + "/" + added.text("/id");
    assertThat(family(daughter, child).at("/representatives/0/minor").asBoolean()).isTrue();
    Answer refused = daughter.delete(path);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/type")).endsWith("still-a-minor");
    assertThat(father.get("/api/patients/" + child).status()).isEqualTo(200);
    assertThat(desk.delete(path).status()).isEqualTo(204);
    assertThat(father.get("/api/patients/" + child).status()).isEqualTo(403);
  }

  @Test
  void afterTheLastDayItGivesNothingAndTheJobNotifiesBoth() {
    Answer added = add(Map.of("relation", "CHILD", "document", "CUSTODY"));
    assertThat(family(father, father.patientId()).at("/relatives")).hasSize(1);
    hospital.sql(
        "UPDATE patients.representation SET last_day = $2 WHERE id = $1",
        UUID.fromString(added.text("/id")),
        today().minusDays(2));
    assertThat(father.get("/api/patients/" + child).status()).isEqualTo(403);
    assertThat(family(father, father.patientId()).at("/relatives")).isEmpty();
    assertThat(family(desk, child).at("/representatives/0/status").asText()).isEqualTo("ENDED");
    String path = representations(child) + "/" + added.text("/id");
    var terms = Map.of("document", "CUSTODY");
    assertThat(desk.put(path, terms, "If-Match", added.etag()).status()).isEqualTo(404);
    assertThat(desk.delete(path).status()).isEqualTo(404);
    newMails();
    expire();
    assertThat(newMails())
        .containsExactlyInAnyOrder("father REPRESENTATION_STOPPED", "child NOT_REPRESENTED");
    JsonNode ended = family(desk, child).at("/representatives/0");
    assertThat(ended.path("endedBecause").asText()).isEqualTo("LIMIT");
    assertThat(desk.get(path + "/changes").body().at("/items/0/kind").asText()).isEqualTo("ENDED");
    expire();
    assertThat(newMails()).isEmpty();
    assertThat(add(Map.of("relation", "CHILD", "document", "CUSTODY")).status()).isEqualTo(201);
  }

  /** Midnight at the clinic, which is in Berlin. */
  @Test
  void theLastDayIsThatOfTheClinic() {
    UUID id =
        UUID.fromString(add(Map.of("relation", "PARTNER", "document", "CUSTODY")).text("/id"));
    hospital.sql("UPDATE patients.representation SET last_day = '2031-03-04' WHERE id = $1", id);
    assertThat(lasts(id, "2031-03-04T22:59:59Z")).isTrue();
    assertThat(lasts(id, "2031-03-04T23:00:00Z")).isFalse();
  }

  @Test
  void aChildThatComesOfAgeIsNotifiedBeforeOnceAndWhenItHas() {
    add(Map.of("relation", "CHILD", "document", "CUSTODY"));
    newMails();
    expire();
    assertThat(newMails()).isEmpty();
    LocalDate of18 = today().plusDays(10);
    birthDate(child, of18.minusYears(18));
    expire();
    assertThat(newMails()).containsExactlyInAnyOrder("father MAJORITY_AHEAD", "child OF_AGE_AHEAD");
    expire();
    assertThat(newMails()).isEmpty();
    assertThat(father.get("/api/patients/" + child).status()).isEqualTo(200);
    birthDate(child, today().minusYears(18).minusDays(2));
    assertThat(father.get("/api/patients/" + child).status()).isEqualTo(403);
    expire();
    assertThat(newMails()).containsExactlyInAnyOrder("father REPRESENTATION_ENDED", "child OF_AGE");
    assertThat(family(desk, child).at("/representatives/0/endedBecause").asText())
        .isEqualTo("MAJORITY");
  }

  @Test
  void aLastDayIsAnnouncedBeforeUnlessItWasStatedThen() {
    Answer added = add(Map.of("relation", "CHILD", "document", "CUSTODY"));
    String path = representations(child) + "/" + added.text("/id");
    Answer far = limit(path, added, today().plusDays(90));
    newMails();
    expire();
    assertThat(newMails()).isEmpty();
    hospital.sql(
        "UPDATE patients.representation SET last_day = $2 WHERE id = $1",
        UUID.fromString(added.text("/id")),
        today().plusDays(10));
    expire();
    assertThat(newMails())
        .containsExactlyInAnyOrder("father REPRESENTATION_LIMITED", "child REPRESENTED_UNTIL");
    limit(path, far, today().plusDays(12));
    newMails();
    expire();
    assertThat(newMails()).isEmpty();
  }

  private static boolean lasts(UUID id, String at) {
    return hospital
        .sql(
            "SELECT patients.lasts(r, NULL, $2) AS lasts FROM patients.representation r WHERE id ="
                + " $1",
            id,
            OffsetDateTime.parse(at))
        .iterator()
        .next()
        .getBoolean("lasts");
  }

  private static void expire() {
    var platform = hospital.node().node().platform();
    BusFixture.await(
        new RepresentationExpiry(
                new RepresentationExpiryRepository(platform.database()),
                platform.bus(),
                platform.clock())
            .run());
  }

  /** The mails to father and child that were requested since this was asked last. */
  private List<String> newMails() {
    UUID fatherId = UUID.fromString(father.patientId());
    UUID childId = UUID.fromString(child);
    var rows =
        hospital.sql(
            """
            SELECT CASE payload ->> 'patientId' WHEN $1::uuid::text THEN 'father ' ELSE 'child ' END
                   || (payload ->> 'template') AS mail, id
              FROM platform.outbox
             WHERE type = 'notifications.requested'
               AND payload ->> 'patientId' IN ($1::uuid::text, $2::uuid::text)
               AND payload -> 'params' ->> 'forPatient' IN ($1::uuid::text, $2::uuid::text)
            """,
            fatherId,
            childId);
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> known.add(row.getLong("id")))
        .map(row -> row.getString("mail"))
        .toList();
  }

  private static String dayToldTo(RestClient representative) {
    return hospital
        .sql(
            """
            SELECT payload -> 'params' ->> 'day' AS day FROM platform.outbox
             WHERE type = 'notifications.requested' AND payload ->> 'template' = 'REPRESENTATION_LIMITED'
               AND payload ->> 'patientId' = $1::uuid::text
            """,
            UUID.fromString(representative.patientId()))
        .iterator()
        .next()
        .getString("day");
  }

  private static JsonNode family(RestClient who, String patient) {
    return who.get("/api/patients/" + patient + "/family").body();
  }

  private Answer add(Map<String, Object> wanted) {
    return add(child, wanted);
  }

  private Answer add(String patient, Map<String, Object> wanted) {
    Map<String, Object> body = new HashMap<>(Map.of("representativeId", father.patientId()));
    body.putAll(wanted);
    return desk.post(representations(patient), body);
  }

  private static Answer limit(String path, Answer read, LocalDate lastDay) {
    var terms = Map.of("document", "COURT_DECISION", "lastDay", lastDay.toString());
    Answer limited = desk.put(path, terms, "If-Match", read.etag());
    assertThat(limited.status()).as(limited.body().toString()).isEqualTo(200);
    return limited;
  }

  private static String error(Answer refused) {
    assertThat(refused.status()).as(refused.body().toString()).isEqualTo(400);
    return refused.text("/errors/0/pointer") + " " + refused.text("/errors/0/code");
  }

  private static Map<String, Object> with(Map<String, Object> wanted, String name, String value) {
    Map<String, Object> changed = new HashMap<>(wanted);
    changed.put(name, value);
    return changed;
  }

  private List<UUID> audited(String operation) {
    var rows =
        hospital.sql(
            "SELECT patient_ids FROM audit.entry WHERE operation = $1 AND $2 = ANY (patient_ids)",
            operation,
            UUID.fromString(child));
    return List.of(rows.iterator().next().getArrayOfUUIDs("patient_ids"));
  }

  private static String representations(String patient) {
    return "/api/patients/" + patient + "/representations";
  }

  private static RestClient registered(String name) {
    return RestClient.registered(
        hospital.url(), name.toLowerCase(Locale.ROOT) + ++people + "@example.org", name, "Lee");
  }

  private static String record(String name, LocalDate born) {
    Map<String, Object> details = new HashMap<>(Map.of("givenName", name, "familyName", "Lee"));
    if (born != null) {
      details.put("birthDate", born.toString());
    }
    return desk.post("/api/patients", details).text("/id");
  }

  private static void birthDate(String patient, LocalDate born) {
    hospital.sql(
        "UPDATE patients.patient SET birth_date = $2 WHERE id = $1",
        UUID.fromString(patient),
        born);
  }

  private static LocalDate today() {
    return LocalDate.now(ZONE);
  }
}
