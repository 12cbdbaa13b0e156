package io.clinibus.patients.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a representative may do for a relative, by every state of the link: all of it while it is in
 * force, none of it otherwise.
 */
class RepresentativeAccessIT {

  private static final LocalDate FIRST_DAY = DaysAhead.tuesday();

  /** How a link between two patients stands. */
  private enum Link {
    CHILD_IN_FORCE(true, true),
    ADULT_CONFIRMED(true, false),
    ADDED_BY_THE_DESK(true, true),
    WITHIN_THE_LAST_DAY(true, true),
    GUEST_BEFORE_THE_VISIT(true, false),
    UNCONFIRMED(false, false),
    ENDED_BY_THE_REPRESENTATIVE(false, false),
    ENDED_BY_THE_DESK(false, false),
    AFTER_THE_LAST_DAY(false, false),
    OF_ANOTHER_PATIENT(false, false),
    CHILD_OF_AGE(false, false),
    CHILD_WITHOUT_BIRTH_DATE(false, false),
    GUEST_AFTER_THE_VISIT(false, false),
    TURNED_ROUND(false, false);

    private final boolean allows;
    private final boolean showsHistory;

    Link(boolean allows, boolean showsHistory) {
      this.allows = allows;
      this.showsHistory = showsHistory;
    }
  }

  /**
   * A relative with a visit, a waitlist entry, and a link.
   *
   * @param free a free time
   */
  private record Case(Link link, String relative, String visit, String entry, String free) {}

  private static RestFixture hospital;
  private static RestClient desk;
  private static String doctor;
  private static RestClient mother;
  private static RestClient other;
  private static int times;

  private static final Map<String, BiFunction<Case, RestClient, Answer>> OPERATIONS =
      Map.ofEntries(
          Map.entry("book", (one, who) -> who.post("/api/appointments", time(one))),
          Map.entry("hold", RepresentativeAccessIT::heldAndReleased),
          Map.entry(
              "assign",
              (one, who) ->
                  who.post(
                      "/api/appointments/auto-assign",
                      Map.of("patientId", one.relative(), "reason", "heart"))),
          Map.entry("read", (one, who) -> who.get(visit(one, ""))),
          Map.entry("history", (one, who) -> who.get(visit(one, "/history"))),
          Map.entry("calendar", (one, who) -> who.get(visit(one, "/calendar"))),
          Map.entry(
              "move",
              (one, who) ->
                  who.put(visit(one, ""), Map.of("start", one.free()), "If-Match", "\"1\"")),
          Map.entry("cancel", (one, who) -> who.delete(visit(one, ""))),
          Map.entry(
              "wait",
              (one, who) ->
                  who.post(
                      "/api/waitlist", Map.of("patientId", one.relative(), "doctorId", doctor))),
          Map.entry("entries", (one, who) -> who.get("/api/waitlist?patientId=" + one.relative())),
          Map.entry("leave", (one, who) -> who.delete("/api/waitlist/" + one.entry())),
          Map.entry("record", (one, who) -> who.get("/api/patients/" + one.relative())));

  /** What stays with the patient, also if somebody represents them. */
  private static final Map<String, BiFunction<Case, RestClient, Answer>> NEVER =
      Map.of(
          "contact",
          (one, who) ->
              who.put(
                  "/api/patients/" + one.relative() + "/contact",
                  Map.of("phone", "+49 30 1234"),
                  "If-Match",
                  "\"1\""),
          "changes",
          (one, who) -> who.get("/api/patients/" + one.relative() + "/changes"),
          "proposals",
          (one, who) -> who.get("/api/patients/" + one.relative() + "/proposals"),
          "family",
          (one, who) -> who.get("/api/patients/" + one.relative() + "/family"),
          "accesses",
          (one, who) -> who.get("/api/patients/" + one.relative() + "/accesses"),
          "copy",
          (one, who) -> who.post("/api/privacy/exports", Map.of("patientId", one.relative())),
          "account",
          (one, who) -> who.get("/api/patients/" + one.relative() + "/account"));

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    desk = hospital.receptionist();
    mother = RestClient.registered(hospital.url(), "maria@example.org", "Maria", "Lee");
    other = RestClient.registered(hospital.url(), "marta@example.org", "Marta", "Roth");
    doctor = hospital.doctor(5, "08:00", "18:00");
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @TestFactory
  Stream<DynamicTest> everyOperationInEveryStateOfTheLink() {
    return Stream.of(Link.values())
        .flatMap(
            link ->
                OPERATIONS.entrySet().stream()
                    .map(
                        operation ->
                            DynamicTest.dynamicTest(
                                operation.getKey() + " " + link,
                                () -> check(operation.getKey(), prepared(link)))));
  }

  private static void check(String operation, Case one) {
    if (one.link() == Link.GUEST_BEFORE_THE_VISIT && operation.equals("book")) {
      // A guest has one appointment.
      assertThat(desk.delete(visit(one, "")).status()).isEqualTo(200);
    }
    Answer answer = OPERATIONS.get(operation).apply(one, mother);
    if (one.link().allows) {
      assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201, 204);
    } else {
      assertThat(answer.status()).as(answer.body().toString()).isIn(403, 404);
    }
  }

  @TestFactory
  Stream<DynamicTest> listsShowTheVisitWhileTheLinkIsInForce() {
    return Stream.of(Link.values())
        .map(
            link ->
                DynamicTest.dynamicTest(
                    link.name(),
                    () -> {
                      Case one = prepared(link);
                      for (String filter : List.of("", "&patientId=" + one.relative())) {
                        JsonNode listed = mother.get("/api/appointments?limit=200" + filter).body();
                        assertThat(
                                listed.path("items").findValuesAsText("id").contains(one.visit()))
                            .as(filter)
                            .isEqualTo(link.allows);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> theMedicalHistoryIsThatOfChildrenOnly() {
    return Stream.of(Link.values())
        .map(
            link ->
                DynamicTest.dynamicTest(
                    link.name(),
                    () -> {
                      Case one = prepared(link);
                      JsonNode record = mother.get("/api/patients/" + one.relative()).body();
                      assertThat(record.has("givenName")).isEqualTo(link.allows);
                      assertThat(record.has("medicalHistory")).isEqualTo(link.showsHistory);
                      assertThat(record.has("insurance")).isEqualTo(link.showsHistory);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> theRestOfTheRecordStaysWithThePatient() {
    Case child = prepared(Link.CHILD_IN_FORCE);
    return NEVER.entrySet().stream()
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.getKey(),
                    () ->
                        assertThat(operation.getValue().apply(child, mother).status())
                            .isIn(403, 404)));
  }

  private static Case prepared(Link link) {
    // What other cases have left does not count.
    hospital.sql(
        """
        UPDATE patients.representation
           SET ended_at = now(), ended_because = 'CLINIC', created_at = now() - interval '2 days'
         WHERE ended_at IS NULL OR created_at > $1
        """,
        OffsetDateTime.now().minusDays(1));
    boolean isGuest = link.name().startsWith("GUEST");
    boolean isAdult = link == Link.ADULT_CONFIRMED || link == Link.UNCONFIRMED;
    String relation = isGuest ? "GUEST" : isAdult ? "PARENT" : "CHILD";
    RestClient adder = link == Link.OF_ANOTHER_PATIENT ? other : mother;
    Answer added =
        link == Link.ADDED_BY_THE_DESK
            ? addedByDesk(mother, born(8))
            : add(adder, relation, isAdult ? "1950-01-01" : born(8));
    String relative = added.text("/patientId");
    String path = "/api/patients/" + relative + "/representations/" + added.text("/id");
    hospital.sql(
        """
        UPDATE patients.patient SET insurance = '{"provider": "AOK"}',
               medical_history = '{"conditions": ["Asthma"], "allergies": [], "medication": []}'
         WHERE id = $1
        """,
        UUID.fromString(relative));
    String entry =
        desk.post("/api/waitlist", Map.of("patientId", relative, "doctorId", doctor)).text("/id");
    String visit =
        desk.post(
                "/api/appointments",
                Map.of("doctorId", doctor, "patientId", relative, "start", nextTime()))
            .text("/id");
    switch (link) {
      case ADULT_CONFIRMED ->
          assertThat(desk.post(path + "/confirmation", null).status()).isEqualTo(200);
      case ENDED_BY_THE_REPRESENTATIVE ->
          assertThat(mother.delete(path.replace(relative, mother.patientId())).status())
              .isEqualTo(204);
      case ENDED_BY_THE_DESK -> assertThat(desk.delete(path).status()).isEqualTo(204);
      case WITHIN_THE_LAST_DAY -> lastDay(path, added, "current_date + 2");
      case AFTER_THE_LAST_DAY -> lastDay(path, added, "current_date - 2");
      case CHILD_OF_AGE -> birthDate(relative, LocalDate.parse(born(18)));
      case CHILD_WITHOUT_BIRTH_DATE -> birthDate(relative, null);
      case GUEST_AFTER_THE_VISIT ->
          hospital.sql(
              "UPDATE scheduling.appointment SET status = 'CHECKED_IN' WHERE id = $1",
              UUID.fromString(visit));
      case TURNED_ROUND ->
          hospital.sql(
              """
              UPDATE patients.representation
                 SET representative_id = patient_id, patient_id = representative_id
               WHERE id = $1
              """,
              UUID.fromString(added.text("/id")));
      default -> assertThat(added.text("/status")).isEqualTo(isAdult ? "PENDING" : "IN_FORCE");
    }
    return new Case(link, relative, visit, entry, nextTime());
  }

  /** The front desk limits it; time passes by an update. */
  private static void lastDay(String path, Answer added, String day) {
    String future = LocalDate.now(Clock.systemUTC()).plusDays(5).toString();
    var terms = Map.of("document", "COURT_DECISION", "lastDay", future);
    assertThat(desk.put(path, terms, "If-Match", added.etag()).status()).isEqualTo(200);
    hospital.sql(
        "UPDATE patients.representation SET last_day = " + day + " WHERE id = $1",
        UUID.fromString(added.text("/id")));
  }

  private static Answer addedByDesk(RestClient representative, String born) {
    var details = Map.of("givenName", "Mia", "familyName", "Lee", "birthDate", born);
    String patient = desk.post("/api/patients", details).text("/id");
    Answer added =
        desk.post(
            "/api/patients/" + patient + "/representations",
            Map.of(
                "representativeId", representative.patientId(),
                "relation", "CHILD",
                "document", "BIRTH_CERTIFICATE"));
    assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
    return added;
  }

  private static void birthDate(String patient, LocalDate born) {
    var details = new HashMap<String, Object>(Map.of("givenName", "Mia", "familyName", "Lee"));
    if (born != null) {
      details.put("birthDate", born.toString());
    }
    String path = "/api/patients/" + patient;
    assertThat(desk.put(path, details, "If-Match", desk.get(path).etag()).status()).isEqualTo(200);
  }

  static Answer add(RestClient who, String relation, String born) {
    Answer added =
        who.post(
            "/api/patients/" + who.patientId() + "/relatives",
            Map.of(
                "relation", relation, "givenName", "Mia", "familyName", "Lee", "birthDate", born));
    assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
    return added;
  }

  private static String born(int years) {
    return LocalDate.now(Clock.systemUTC()).minusYears(years).toString();
  }

  /** Only a few times can be held at once. */
  private static Answer heldAndReleased(Case one, RestClient who) {
    Answer held = who.post("/api/holds", time(one));
    if (held.status() == 201) {
      assertThat(who.delete("/api/holds/" + held.text("/id")).status()).isEqualTo(204);
    }
    return held;
  }

  private static Map<String, String> time(Case one) {
    return Map.of("doctorId", doctor, "patientId", one.relative(), "start", one.free());
  }

  private static String visit(Case one, String rest) {
    return "/api/appointments/" + one.visit() + rest;
  }

  private static synchronized String nextTime() {
    int number = times++;
    int aDay = 12 * 10;
    LocalDate day = FIRST_DAY.plusDays(7L * (number / aDay / 3) + number / aDay % 3);
    return DaysAhead.at(day, LocalTime.of(8, 0).plusMinutes(5L * (number % aDay)).toString());
  }
}
