package io.clinibus.patients;

import static io.clinibus.platform.access.PatientRelation.CHILD;
import static io.clinibus.platform.access.PatientRelation.COLLEAGUE;
import static io.clinibus.platform.access.PatientRelation.OPENED;
import static io.clinibus.platform.access.PatientRelation.OTHER;
import static io.clinibus.platform.access.PatientRelation.OWN;
import static io.clinibus.platform.access.PatientRelation.REPRESENTED;
import static io.clinibus.platform.access.PatientRelation.TREATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Role;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.access.PatientAccess.Rule;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.platform.access.PatientRelation;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation on patients' data, by every role, in every relation, on every part. */
class AccessMatrixIT {

  private static final String REASON =
      """
      {"reasonCode":"UNABLE_TO_CONSENT","reason":"unconscious, no relatives","patientId":"%s"}
      """;
  private static final Map<PatientPart, Map<String, Object>> PROPOSED =
      Map.of(
          PatientPart.IDENTITY,
          Map.of("identity", Map.of("givenName", "Ada", "familyName", "King")),
          PatientPart.INSURANCE,
          Map.of("insurance", Map.of("provider", "AOK")),
          PatientPart.MEDICAL_HISTORY,
          Map.of("medicalHistory", Map.of("conditions", List.of("Asthma"))));
  private static final Map<PatientPart, String> MEMBER =
      Map.of(
          PatientPart.IDENTITY, "givenName",
          PatientPart.CONTACT, "phone",
          PatientPart.INSURANCE, "insurance",
          PatientPart.MEDICAL_HISTORY, "medicalHistory");

  /** A person with a relation to the patient. */
  private record Actor(String name, Role role, PatientRelation relation, RestClient client) {}

  private static RestFixture hospital;
  private static RestClient ada;
  private static String treating;
  private static List<Actor> actors;
  private static String visit;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Byron");
    treating = hospital.doctor(60, "09:00", "12:00");
    String opening = hospital.doctor(60, "09:00", "12:00");
    String sameDepartment = hospital.doctor(60, "09:00", "12:00");
    String otherDepartment = hospital.doctor(60, "09:00", "12:00");
    String other =
        hospital.admin().post("/api/departments", Map.of("name", "Dermatology")).text("/id");
    hospital.sql(
        "UPDATE directory.doctor SET department_id = $1 WHERE id = $2",
        UUID.fromString(other),
        UUID.fromString(otherDepartment));
    Answer booked =
        hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId", treating,
                    "patientId", ada.patientId(),
                    "start", DaysAhead.at(DaysAhead.tuesday(), "09:00")));
    assertThat(booked.status()).isEqualTo(201);
    visit = booked.text("/id");
    RestClient opener = hospital.signedInDoctor(opening);
    assertThat(emergency(opener).status()).isEqualTo(201);
    setRecordRules(hospital.admin());
    actors =
        List.of(
            new Actor("own", Role.PATIENT, OWN, ada),
            new Actor(
                "another patient",
                Role.PATIENT,
                OTHER,
                RestClient.registered(hospital.url(), "bob@example.org", "Bob", "Other")),
            new Actor("treating", Role.DOCTOR, TREATED, hospital.signedInDoctor(treating)),
            new Actor("opened", Role.DOCTOR, OPENED, opener),
            new Actor("colleague", Role.DOCTOR, COLLEAGUE, hospital.signedInDoctor(sameDepartment)),
            new Actor(
                "of another department",
                Role.DOCTOR,
                OTHER,
                hospital.signedInDoctor(otherDepartment)),
            new Actor("desk", Role.RECEPTIONIST, OTHER, hospital.receptionist()),
            new Actor("administrator", Role.ADMIN, OTHER, hospital.admin()),
            new Actor("pharmacist", Role.PHARMACIST, OTHER, hospital.invited("PHARMACIST")),
            new Actor("mother", Role.PATIENT, CHILD, represents("CHILD")),
            new Actor("partner", Role.PATIENT, REPRESENTED, represents("PARTNER")),
            new Actor(
                "privacy officer",
                Role.PRIVACY_OFFICER,
                OTHER,
                hospital.invited("PRIVACY_OFFICER")));
    fillRecord();
  }

  /** Somebody who represents the patient. */
  private static RestClient represents(String relation) {
    RestClient person =
        RestClient.registered(hospital.url(), relation + "@example.org", "Maria", "Byron");
    hospital.sql(
        """
        INSERT INTO patients.representation
          (id, representative_id, patient_id, relation, created_at, in_force_since)
        VALUES (gen_random_uuid(), $1, $2, $3, now(), now())
        """,
        UUID.fromString(person.patientId()),
        UUID.fromString(ada.patientId()),
        relation);
    return person;
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCell() {
    return PatientAccess.RULES.stream()
        .filter(rule -> !operation(rule).equals("listConditions"))
        .flatMap(
            rule ->
                rule.parts().stream()
                    .flatMap(
                        part ->
                            actors.stream()
                                .map(
                                    actor ->
                                        DynamicTest.dynamicTest(
                                            operation(rule) + " " + part + " by " + actor.name(),
                                            () -> check(rule, part, actor)))));
  }

  @TestFactory
  Stream<DynamicTest> visitsAreReadByThoseOfTheVisitAndTheFrontDeskOnly() {
    Set<String> allowed = Set.of("own", "mother", "partner", "treating", "desk", "administrator");
    return actors.stream()
        .map(
            actor ->
                DynamicTest.dynamicTest(
                    "visit by " + actor.name(),
                    () -> {
                      Set<Role> without = Set.of(Role.PHARMACIST, Role.PRIVACY_OFFICER);
                      int expected = without.contains(actor.role()) ? 403 : 404;
                      for (String path : List.of("", "/history")) {
                        assertThat(actor.client().get("/api/appointments/" + visit + path).status())
                            .as(path)
                            .isEqualTo(allowed.contains(actor.name()) ? 200 : expected);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> treatingAPatientGivesNoAccessToVisitsOfOtherDoctors() {
    String other = hospital.doctor(60, "09:00", "12:00");
    String foreign =
        hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId", other,
                    "patientId", ada.patientId(),
                    "start", DaysAhead.at(DaysAhead.tuesday(), "11:00")))
            .text("/id");
    RestClient doctor = actors.get(2).client();
    return Stream.of(
        DynamicTest.dynamicTest(
            "one visit",
            () -> assertThat(doctor.get("/api/appointments/" + foreign).status()).isEqualTo(404)),
        DynamicTest.dynamicTest(
            "list",
            () ->
                assertThat(
                        doctor
                            .get("/api/appointments?patientId=" + ada.patientId())
                            .body()
                            .path("items")
                            .findValuesAsText("id"))
                    .containsExactly(visit)));
  }

  private static void check(Rule rule, PatientPart part, Actor actor) {
    boolean allowed =
        rule.allowed().getOrDefault(actor.role(), Set.of()).contains(actor.relation());
    switch (operation(rule)) {
      case "listPatients" -> checkListed(actor.client().get("/api/patients?limit=200"), allowed);
      case "searchPatients" ->
          checkListed(actor.client().get("/api/patients/search?q=Ada"), allowed);
      case "createPatient" ->
          checkStatus(
              actor.client().post("/api/patients", Map.of("givenName", "N", "familyName", "N")),
              allowed);
      case "getPatient" -> {
        Answer answer = actor.client().get(path(""));
        assertThat(answer.status() == 200 && answer.body().has(MEMBER.get(part)))
            .as(answer.body().toString())
            .isEqualTo(allowed);
      }
      case "updatePatient" -> checkStatus(change("", DETAILS, actor), allowed);
      case "updateContact" ->
          checkStatus(change("/contact", Map.of("phone", "+49 30 1234"), actor), allowed);
      case "updateMedicalHistory" ->
          checkStatus(
              change("/medical-history", Map.of("conditions", List.of("Gout")), actor), allowed);
      case "deletePatient" -> {
        // Refused because of the upcoming visit, to those who may.
        assertThat(actor.client().delete(path("")).status()).isEqualTo(allowed ? 409 : 403);
      }
      case "listPatientChanges" -> checkParts(actor.client().get(path("/changes")), part, allowed);
      case "proposeChange" ->
          checkStatus(actor.client().post(path("/proposals"), PROPOSED.get(part)), allowed);
      case "listProposals" -> {
        propose(part);
        checkParts(actor.client().get(path("/proposals")), part, allowed);
      }
      case "decideProposal" -> {
        Answer proposal = propose(part);
        checkStatus(
            actor
                .client()
                .post(
                    path("/proposals/" + proposal.text("/id") + "/decision"),
                    Map.of("accepted", false),
                    "If-Match",
                    proposal.etag()),
            allowed);
      }
      case "getPatientAccount" -> checkStatus(actor.client().get(path("/account")), allowed);
      case "invitePatient" -> {
        // Refused because there is an account, to those who may.
        assertThat(actor.client().post(path("/account-invitation"), null).status())
            .isEqualTo(allowed ? 409 : 403);
      }
      case "withdrawInvitation" ->
          // There is no invitation to withdraw, for those who may.
          assertThat(actor.client().delete(path("/account-invitation")).status())
              .isEqualTo(allowed ? 404 : 403);
      case "requestEmailConfirmation" ->
          // The record has no address, as those see who may.
          assertThat(actor.client().post(path("/email-confirmation"), null).status())
              .isEqualTo(allowed ? 409 : 403);
      case "findDuplicates" -> {
        Map<String, Object> same =
            Map.of("givenName", "Ada", "familyName", "Byron", "phone", "030 9018201");
        change("", same, actors.get(6));
        checkFound(actor.client().post("/api/patients/duplicate-check", same), allowed);
      }
      case "listDuplicates" -> {
        duplicate();
        checkFound(actor.client().get("/api/patients/duplicates?limit=200"), allowed);
      }
      case "dismissDuplicate" ->
          assertThat(
                  actor
                      .client()
                      .post("/api/patients/duplicates/" + duplicate() + "/dismissal", null)
                      .status())
              .isEqualTo(allowed ? 204 : 403);
      case "previewMerge" ->
          checkStatus(actor.client().get(path("/merge-preview?from=" + another())), allowed);
      case "mergePatients" -> {
        Answer answer = merge(actor.client());
        checkStatus(answer, allowed);
        if (allowed) {
          checkStatus(undo(actor.client(), answer), true);
        }
      }
      case "listMerges" -> checkStatus(actor.client().get(path("/merges")), allowed);
      case "undoMerge" -> {
        Answer merged = merge(hospital.admin());
        checkStatus(undo(actor.client(), merged), allowed);
        if (!allowed) {
          checkStatus(undo(hospital.admin(), merged), true);
        }
      }
      case "openEmergencyAccess" -> {
        checkStatus(emergency(actor.client()), allowed);
        if (actor.relation() != OPENED) {
          hospital.sql(
              "DELETE FROM patients.emergency_access WHERE actor_id = $1",
              UUID.fromString(actor.client().userId()));
        }
      }
      case "listOpenRecords" -> {
        Answer answer = actor.client().get("/api/emergency-access/open");
        checkStatus(answer, allowed);
        // Everybody sees their own only.
        assertThat(answer.body().findValuesAsText("patientId").contains(ada.patientId()))
            .isEqualTo(actor.relation() == OPENED);
      }
      case "endEmergencyAccess" ->
          // Everybody ends their own only: there is no such one, for those who may.
          assertThat(actor.client().delete("/api/emergency-access/" + UUID.randomUUID()).status())
              .isEqualTo(allowed ? 404 : 403);
      case "listEmergencyAccess" ->
          checkStatus(actor.client().get("/api/emergency-access"), allowed);
      case "getEmergencyAccess" ->
          checkStatus(actor.client().get("/api/emergency-access/" + opened()), allowed);
      case "reviewEmergencyAccess" -> {
        // Administrators may where no officer is active: PrivacyOfficerIT.
        hospital.sql(
            """
            UPDATE identity.account SET blocked_at = CASE WHEN $1 THEN now() END
             WHERE roles @> '{PRIVACY_OFFICER}'
            """,
            actor.role() == Role.ADMIN);
        hospital.sql(
            """
            UPDATE patients.emergency_access
               SET reviewed_at = NULL, reviewed_by = NULL, review_result = NULL
            """);
        checkStatus(
            actor
                .client()
                .put(
                    "/api/emergency-access/" + opened() + "/review",
                    Map.of("result", "JUSTIFIED", "note", "seen by the head of department")),
            allowed);
      }
      case "getFamily" -> checkStatus(actor.client().get(path("/family")), allowed);
      case "addRelative" ->
          checkStatus(
              actor
                  .client()
                  .post(
                      path("/relatives"),
                      Map.of("relation", "GUEST", "givenName", "G", "familyName", "H")),
              allowed);
      case "confirmRepresentation" ->
          // There is no such representation, for those who may.
          assertThat(
                  actor
                      .client()
                      .post(path("/representations/" + UUID.randomUUID() + "/confirmation"), null)
                      .status())
              .isEqualTo(allowed ? 404 : 403);
      case "endRepresentation" ->
          assertThat(actor.client().delete(path("/representations/" + UUID.randomUUID())).status())
              .isEqualTo(allowed ? 404 : 403);
      case "addRepresentation" ->
          checkStatus(
              actor
                  .client()
                  .post(
                      path("/representations"),
                      Map.of(
                          "representativeId", another(),
                          "relation", "OTHER",
                          "document", "COURT_DECISION")),
              allowed);
      case "updateRepresentation" ->
          assertThat(
                  actor
                      .client()
                      .put(
                          path("/representations/" + UUID.randomUUID()),
                          Map.of("document", "COURT_DECISION"),
                          "If-Match",
                          "\"1\"")
                      .status())
              .isEqualTo(allowed ? 404 : 403);
      case "listRepresentationChanges" ->
          assertThat(
                  actor
                      .client()
                      .get(path("/representations/" + UUID.randomUUID() + "/changes"))
                      .status())
              .isEqualTo(allowed ? 404 : 403);
      case "getRecordRules" -> checkStatus(actor.client().get("/api/clinic/record-rules"), allowed);
      case "setRecordRules" -> checkStatus(setRecordRules(actor.client()), allowed);
      default -> throw new AssertionError("not driven: " + operation(rule));
    }
  }

  private static final Map<String, Object> DETAILS =
      Map.of(
          "givenName", "Ada",
          "familyName", "Byron",
          "birthDate", "2019-03-04",
          "phone", "+49 30 1",
          "insurance", Map.of("provider", "AOK"));

  /** Something in each part, and in the log for each part. */
  private static void fillRecord() {
    Actor treated = actors.get(2);
    change("", DETAILS, actors.get(6));
    change("", Map.of("givenName", "Ada", "familyName", "Lovelace"), actors.get(6));
    change("", DETAILS, actors.get(6));
    change("/medical-history", Map.of("conditions", List.of("Asthma")), treated);
    assertThat(hospital.sql("SELECT DISTINCT part FROM patients.change").size()).isEqualTo(4);
  }

  private static String another() {
    return hospital
        .admin()
        .post("/api/patients", Map.of("givenName", "Ada", "familyName", "Byron"))
        .text("/id");
  }

  private static Answer merge(RestClient client) {
    return client.post(path("/merges"), Map.of("from", another()));
  }

  private static Answer undo(RestClient client, Answer merged) {
    return client.post(path("/merges/" + merged.text("/id") + "/undoing"), null);
  }

  /** A pair of the patient and another one. */
  private static UUID duplicate() {
    hospital.sql("DELETE FROM patients.duplicate");
    return hospital
        .sql(
            """
            INSERT INTO patients.duplicate (id, first_id, second_id, score, reasons)
            SELECT gen_random_uuid(), least(p.id, $1), greatest(p.id, $1), 100, '{STATED}'
              FROM patients.patient p WHERE p.id <> $1 AND p.deleted_at IS NULL ORDER BY p.id LIMIT 1
            RETURNING id
            """,
            UUID.fromString(ada.patientId()))
        .iterator()
        .next()
        .getUUID("id");
  }

  /** Colleagues of the doctor who treats the patient may read. */
  private static Answer setRecordRules(RestClient client) {
    String path = "/api/clinic/record-rules";
    return client.put(
        path,
        Map.of("colleaguesRead", true, "releaseDays", 0),
        "If-Match",
        hospital.admin().get(path).etag());
  }

  private static void checkFound(Answer answer, boolean allowed) {
    assertThat(answer.status()).isEqualTo(allowed ? 200 : 403);
    assertThat(answer.body().findValuesAsText("id").contains(ada.patientId())).isEqualTo(allowed);
  }

  private static Answer change(String path, Object body, Actor actor) {
    return actor.client().put(path(path), body, "If-Match", ada.get(path("")).etag());
  }

  private static Answer propose(PatientPart part) {
    Answer proposal = ada.post(path("/proposals"), PROPOSED.get(part));
    assertThat(proposal.status()).isEqualTo(201);
    return proposal;
  }

  private static String opened() {
    return hospital
        .sql("SELECT id::text AS id FROM patients.emergency_access ORDER BY opened_at LIMIT 1")
        .iterator()
        .next()
        .getString("id");
  }

  private static Answer emergency(RestClient client) {
    return client.post("/api/emergency-access", REASON.formatted(ada.patientId()));
  }

  private static void checkStatus(Answer answer, boolean allowed) {
    if (allowed) {
      assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
    } else {
      assertThat(answer.status()).as(answer.body().toString()).isIn(403, 404);
    }
  }

  private static void checkListed(Answer answer, boolean allowed) {
    assertThat(answer.status()).isIn(200, 403);
    assertThat(answer.body().path("items").findValuesAsText("id").contains(ada.patientId()))
        .as(answer.body().toString())
        .isEqualTo(allowed);
  }

  private static void checkParts(Answer answer, PatientPart part, boolean allowed) {
    JsonNode items = answer.body().path("items");
    assertThat(answer.status()).isIn(200, 403, 404);
    assertThat(items.findValuesAsText("part").contains(part.name()))
        .as(answer.body().toString())
        .isEqualTo(allowed);
  }

  private static String path(String rest) {
    return "/api/patients/" + ada.patientId() + rest;
  }

  private static String operation(Rule rule) {
    return rule.operation().address().substring("patients.".length());
  }
}
