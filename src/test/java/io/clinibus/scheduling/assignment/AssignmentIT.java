package io.clinibus.scheduling.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.platform.UuidV7;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Automatic assignment over REST. The clock stands at a Monday, 8 o'clock in Berlin. */
class AssignmentIT {

  private static final String PATH = "/api/appointments/auto-assign";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final Instant NOW = MONDAY.atTime(8, 0).atZone(BERLIN).toInstant();

  private static RestFixture hospital;
  private static RestClient desk;
  private static int people;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(new TestClock(NOW.toString()));
    desk = hospital.receptionist();
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @BeforeEach
  void closeAllCalendars() {
    hospital.sql("UPDATE directory.doctor SET active = false");
  }

  @Test
  void theSpecialtyFitsTheReason() {
    String heart = doctor("Kardiologie");
    String skin = doctor("Dermatology");
    String general = doctor("General practice");

    JsonNode found = propose(Map.of("reason", "Herzrasen nachts"));
    assertThat(texts(found.path("understood"))).containsExactly("Cardiology");
    assertThat(doctors(found)).startsWith(heart, heart).contains(general).doesNotContain(skin);
    assertThat(kinds(found, 0)).contains("SPECIALTY_FITS", "SOONEST").doesNotContain("SHORT_WAIT");
    assertThat(found.at("/proposals/0/specialization").asText()).isEqualTo("Kardiologie");
    assertThat(found.at("/proposals/0/departmentName").asText()).isEqualTo("Cardiology");
    assertThat(found.at("/proposals/0/start").asText()).startsWith("2026-11-23T09:00:00+01:00");
    assertThat(found.has("booked")).isFalse();
  }

  @Test
  void anUnknownReasonIsAssignedToAGeneralPractitioner() {
    doctor("Dermatology");
    String general = doctor("Allgemeinmedizin");
    JsonNode found = propose(Map.of("reason", "xyzzy"));
    assertThat(found.path("understood")).isEmpty();
    assertThat(doctors(found)).containsOnly(general);
    assertThat(kinds(found, 0)).contains("FIRST_ADDRESS").doesNotContain("SPECIALTY_FITS");
  }

  @Test
  void aPossibleEmergencyGetsNoProposalUntilItIsDenied() {
    doctor("Cardiology");
    RestClient patient = patient();
    for (String reason :
        List.of("I am having a heart attack", "Brustschmertzen", "me duele el pecho")) {
      JsonNode found = propose(patient, Map.of("reason", reason, "book", true));
      assertThat(found.path("emergency").asBoolean()).as(reason).isTrue();
      assertThat(found.path("understood")).isEmpty();
      assertThat(found.path("proposals")).isEmpty();
      assertThat(found.has("booked")).isFalse();
    }
    JsonNode denied = propose(patient, Map.of("reason", "heart attack", "notAnEmergency", true));
    assertThat(denied.path("emergency").asBoolean()).isTrue();
    assertThat(denied.path("understood")).isEmpty();
    assertThat(denied.path("proposals")).isNotEmpty();
    assertThat(kinds(denied, 0)).contains("SOONEST").doesNotContain("SPECIALTY_FITS");
    assertThat(propose(patient, Map.of("reason", "palpitations")).path("emergency").asBoolean())
        .isFalse();
  }

  @Test
  void aSpecializationOrADepartmentIsEnough() {
    String spine = doctor("Spine");
    String rare = doctor("Phlebology");
    assertThat(doctors(propose(Map.of("specialization", "wirbelsäule")))).containsOnly(spine);
    assertThat(doctors(propose(Map.of("specialization", "PHLEBOLOGY")))).containsOnly(rare);
    assertThat(doctors(propose(Map.of("departmentId", department())))).contains(spine, rare);
  }

  @Test
  void theMedicalHistoryIsConsidered() {
    String skin = doctor("Dermatology");
    String allergy = doctor("Allergology");
    RestClient patient = patient();
    hospital.sql(
        "UPDATE patients.patient SET medical_history = $1::text::jsonb WHERE id = $2",
        "{\"conditions\": [\"Hay fever, since childhood\"]}",
        UUID.fromString(patient.patientId()));
    JsonNode found = propose(patient, Map.of("departmentId", department()));
    assertThat(doctors(found)).startsWith(allergy).contains(skin);
    assertThat(kinds(found, 0)).contains("HISTORY_FITS");
    assertThat(found.toString()).doesNotContain("since childhood");
  }

  @Test
  void theDoctorWhoHasSeenThePatientRanksFirstUnlessUrgent() {
    String friend = doctor("Cardiology", "Thursday");
    String stranger = doctor("Cardiology", "Monday");
    RestClient patient = patient();
    visited(patient, friend, "2026-10-12");

    JsonNode found = propose(patient, Map.of("reason", "palpitations"));
    assertThat(doctors(found)).startsWith(friend);
    assertThat(kinds(found, 0)).contains("KNOWS_YOU");
    assertThat(reason(found, 0, "KNOWS_YOU").path("value").asText()).isEqualTo("2026-10-12");

    assertThat(doctors(propose(patient, Map.of("reason", "palpitations", "urgency", "URGENT"))))
        .startsWith(stranger);
  }

  @Test
  void unsuitableTimesAreProposedOnlyIfNoneSuits() {
    doctor("Cardiology");
    JsonNode suiting =
        propose(
            Map.of(
                "reason",
                "palpitations",
                "preferred",
                Map.of("weekdays", List.of("WEDNESDAY"), "earliest", "10:00")));
    assertThat(starts(suiting))
        .isNotEmpty()
        .allMatch(start -> start.getDayOfWeek().getValue() == 3 && start.getHour() >= 10);
    assertThat(kinds(suiting, 0)).contains("SUITS_YOUR_TIMES");

    JsonNode none =
        propose(
            Map.of("reason", "palpitations", "preferred", Map.of("weekdays", List.of("SUNDAY"))));
    assertThat(starts(none)).isNotEmpty();
    assertThat(kinds(none, 0)).doesNotContain("SUITS_YOUR_TIMES");
  }

  @Test
  void fullDoctorsAndTimesOfThePatientsOwnVisitsAreSkipped() {
    String full = doctor("Cardiology");
    String free = doctor("Cardiology");
    for (int day = 0; day < 35; day++) {
      occupy(full, MONDAY.plusDays(day));
    }
    RestClient patient = patient();
    Answer own =
        patient.post(
            "/api/appointments", Map.of("doctorId", free, "start", "2026-11-23T09:00:00+01:00"));
    assertThat(own.status()).isEqualTo(201);
    JsonNode found = propose(patient, Map.of("reason", "palpitations"));
    assertThat(doctors(found)).containsOnly(free);
    assertThat(starts(found))
        .isNotEmpty()
        .doesNotContain(OffsetDateTime.parse("2026-11-23T09:00:00+01:00"));
  }

  @Test
  void theBestProposalIsBookedAndARepeatedRequestReturnsIt() {
    String heart = doctor("Cardiology");
    RestClient patient = patient();
    Map<String, Object> wish = Map.of("reason", "palpitations", "book", true);
    Answer first = patient.post(PATH, wish, "Idempotency-Key", "the same key");
    assertThat(first.text("/booked/doctorId")).isEqualTo(heart);
    assertThat(first.text("/booked/start")).isEqualTo(first.text("/proposals/0/start"));
    assertThat(first.text("/booked/reason")).isEqualTo("palpitations");
    Answer again = patient.post(PATH, wish, "Idempotency-Key", "the same key");
    assertThat(again.text("/booked/id")).isEqualTo(first.text("/booked/id"));
    assertThat(patient.get("/api/appointments").body().path("items")).hasSize(1);

    Answer other =
        desk.post(
            PATH,
            Map.of("reason", "palpitations", "book", true, "patientId", hospital.patient()),
            "Idempotency-Key",
            "the same key");
    assertThat(other.body().has("booked")).as("another actor's key").isTrue();
    Answer misused =
        desk.post(
            PATH,
            Map.of("reason", "palpitations", "book", true, "patientId", hospital.patient()),
            "Idempotency-Key",
            "the same key");
    assertThat(misused.text("/type")).isEqualTo("/problems/idempotency-key-reused");
  }

  @Test
  void aKeyIsGoodForOneWish() {
    doctor("Cardiology");
    RestClient patient = patient();
    String key = "one wish, one key";
    Answer first = book(patient, Map.of("reason", "palpitations"), key);
    assertThat(first.body().has("booked")).isTrue();

    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("reason", "a rash"),
            Map.of("reason", "palpitations", "departmentId", department()),
            Map.of("reason", "palpitations", "specialization", "Cardiology"),
            Map.of("reason", "palpitations", "urgency", "URGENT"),
            Map.of("reason", "palpitations", "preferred", Map.of("earliest", "10:00")))) {
      Answer reused = book(patient, other, key);
      assertThat(reused.text("/type"))
          .as("%s", other)
          .isEqualTo("/problems/idempotency-key-reused");
      assertThat(reused.status()).isEqualTo(422);
    }
    assertThat(book(patient, Map.of("reason", "palpitations"), key).text("/booked/id"))
        .isEqualTo(first.text("/booked/id"));
    assertThat(patient.get("/api/appointments").body().path("items")).hasSize(1);
  }

  @Test
  void withATypeOnlyDoctorsWhoOfferItAreProposedAtTimesOfItsLength() {
    String skin = doctor("Dermatology");
    String heart = doctor("Cardiology");
    String general = doctor("General practice");
    String checkUp = type("Check-up", 90, true, List.of(skin, general), List.of());
    JsonNode found = propose(Map.of("reason", "palpitations", "visitTypeId", checkUp));
    assertThat(texts(found.path("understood"))).containsExactly("Cardiology");
    assertThat(doctors(found)).contains(skin, general).doesNotContain(heart);
    assertThat(found.path("proposals"))
        .allMatch(one -> minutes(one) == 90)
        .noneMatch(one -> one.path("start").asText().contains("T11:"));

    String everyone = type("Injection", 30, true, List.of(), List.of());
    JsonNode alone = propose(Map.of("visitTypeId", everyone));
    assertThat(doctors(alone)).contains(skin, heart, general);
    assertThat(alone.path("proposals")).allMatch(one -> minutes(one) == 30);
    assertThat(
            doctors(
                propose(
                    Map.of(
                        "visitTypeId", everyone, "departmentId", department(), "reason", "rash"))))
        .startsWith(skin);
  }

  @Test
  void whatIsBookedIsOfTheTypeWithItsAnswers() {
    String heart = doctor("Cardiology");
    Map<String, Object> question =
        Map.of("question", "Were you here before?", "kind", "YES_NO", "required", true);
    String type = type("Check-up", 90, true, List.of(), List.of(question));
    String asked = hospital.admin().get("/api/visit-types/" + type).text("/questions/0/id");
    RestClient patient = patient();
    Map<String, Object> wish = new HashMap<>(Map.of("reason", "palpitations", "visitTypeId", type));
    Answer unanswered = book(patient, wish, "typed wish");
    assertThat(unanswered.status()).isEqualTo(400);
    assertThat(unanswered.text("/errors/0/pointer")).isEqualTo("/answers");
    assertThat(propose(patient, wish).path("proposals"))
        .as("not needed for proposals")
        .isNotEmpty();

    wish.put("answers", List.of(Map.of("questionId", asked, "answer", "yes")));
    Answer booked = book(patient, wish, "typed wish");
    assertThat(booked.text("/booked/doctorId")).isEqualTo(heart);
    assertThat(booked.text("/booked/visitType/id")).isEqualTo(type);
    assertThat(booked.text("/booked/answers/0/answer")).isEqualTo("yes");
    assertThat(minutes(booked.body().path("booked"))).isEqualTo(90);
    assertThat(book(patient, wish, "typed wish").text("/booked/id"))
        .isEqualTo(booked.text("/booked/id"));
    wish.put("answers", List.of(Map.of("questionId", asked, "answer", "no")));
    assertThat(book(patient, wish, "typed wish").text("/type"))
        .isEqualTo("/problems/idempotency-key-reused");
    assertThat(book(patient, Map.of("reason", "palpitations"), "typed wish").text("/type"))
        .isEqualTo("/problems/idempotency-key-reused");
  }

  @Test
  void aTypeThatPatientsCannotBookIsOnlyForTheDesk() {
    doctor("Cardiology");
    String staffOnly = type("For staff", 30, false, List.of(), List.of());
    RestClient patient = patient();
    assertThat(wrong(patient, Map.of("reason", "x", "visitTypeId", staffOnly)))
        .isEqualTo("/visitTypeId");
    assertThat(wrong(patient, Map.of("reason", "x", "visitTypeId", UuidV7.next())))
        .isEqualTo("/visitTypeId");
    Map<String, Object> wish = Map.of("visitTypeId", staffOnly, "patientId", patient.patientId());
    assertThat(propose(desk, wish).path("proposals")).isNotEmpty();
  }

  @Test
  void aLanguageThatIsStoredTwiceIsReadOnce() {
    String heart = doctor("Cardiology");
    hospital.sql(
        "UPDATE directory.doctor SET languages = ARRAY['de', 'en', 'de'] WHERE id = $1",
        UUID.fromString(heart));
    assertThat(doctors(propose(Map.of("reason", "palpitations")))).containsOnly(heart);
    Answer profile = hospital.admin().get("/api/doctors/" + heart);
    assertThat(texts(profile.body().path("languages"))).containsExactly("de", "en");
    Answer twice =
        hospital
            .admin()
            .post(
                "/api/doctors",
                Map.of(
                    "givenName", "Bo",
                    "familyName", "Ek",
                    "departmentId", department(),
                    "specialization", "Cardiology",
                    "languages", List.of("de", "en", "de")));
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.text("/errors/0/pointer")).isEqualTo("/languages");
    assertThat(twice.text("/errors/0/code")).isEqualTo("duplicate");
  }

  @Test
  void concurrentAssignmentsGetDifferentTimes() {
    doctor("Cardiology");
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    List<String> patients = Stream.generate(hospital::patient).limit(20).toList();
    for (String patient : patients) {
      answers.add(
          desk.sendAsync(
              "POST",
              PATH,
              Map.of("reason", "palpitations", "book", true, "patientId", patient),
              "Idempotency-Key",
              "race of " + patient));
    }
    Set<String> times = new HashSet<>();
    for (CompletableFuture<Answer> answer : answers) {
      Answer booked = answer.join();
      assertThat(booked.status()).as(booked.body().toString()).isEqualTo(200);
      assertThat(booked.body().has("booked")).as(booked.body().toString()).isTrue();
      times.add(booked.text("/booked/start"));
    }
    assertThat(times).hasSize(20);
  }

  @Test
  void noProposalIsNoError() {
    JsonNode found = propose(Map.of("reason", "palpitations"));
    assertThat(found.path("proposals")).isEmpty();
    assertThat(texts(found.path("understood"))).containsExactly("Cardiology");
  }

  @Test
  void theRefusalNamesTheWrongField() {
    RestClient patient = patient();
    assertThat(wrong(patient, Map.of())).isEqualTo("/reason");
    assertThat(wrong(patient, Map.of("reason", "x", "departmentId", UuidV7.next())))
        .isEqualTo("/departmentId");
    assertThat(wrong(patient, Map.of("reason", "x", "urgency", "VERY"))).isEqualTo("/urgency");
    assertThat(wrong(patient, Map.of("reason", "x", "preferred", Map.of("until", "2026-11-01"))))
        .isEqualTo("/preferred/until");
    assertThat(wrong(patient, Map.of("reason", "x", "preferred", Map.of("earliest", "9"))))
        .isEqualTo("/preferred/earliest");
    assertThat(
            wrong(
                patient,
                Map.of("reason", "x", "preferred", Map.of("earliest", "12:00", "latest", "11:00"))))
        .isEqualTo("/preferred/latest");
    assertThat(wrong(desk, Map.of("reason", "x"))).isEqualTo("/patientId");
    assertThat(wrong(desk, Map.of("reason", "x", "patientId", UuidV7.next())))
        .isEqualTo("/patientId");
    Answer foreign = patient.post(PATH, Map.of("reason", "x", "patientId", hospital.patient()));
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(RestClient.visitor(hospital.url()).post(PATH, Map.of("reason", "x")).status())
        .isEqualTo(401);
  }

  // ---- people

  private static RestClient patient() {
    return RestClient.registered(
        hospital.url(), "assigned" + ++people + "@example.org", "Ada", "Byron");
  }

  /** Works 09:00 to 12:00 on weekdays, an hour each. */
  private static String doctor(String specialization) {
    String id = hospital.doctor(60, "09:00", "12:00");
    hospital.sql(
        "UPDATE directory.doctor SET specialization = $1 WHERE id = $2",
        specialization,
        UUID.fromString(id));
    return id;
  }

  /** A type of visits of the one department. */
  private static String type(
      String name,
      int minutes,
      boolean bookable,
      List<String> doctorIds,
      List<Map<String, Object>> questions) {
    Answer made =
        hospital
            .admin()
            .post(
                "/api/visit-types",
                Map.of(
                    "name",
                    name,
                    "minutes",
                    minutes,
                    "departmentIds",
                    List.of(department()),
                    "doctorIds",
                    doctorIds,
                    "bookableByPatients",
                    bookable,
                    "discreet",
                    false,
                    "colour",
                    "BLUE",
                    "questions",
                    questions,
                    "active",
                    true));
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return made.text("/id");
  }

  /** Works on one weekday only. */
  private static String doctor(String specialization, String weekday) {
    String id = doctor(specialization);
    Answer set =
        hospital
            .admin()
            .put(
                "/api/doctors/" + id + "/availability",
                Map.of(
                    "visitMinutes",
                    60,
                    "windows",
                    List.of(
                        Map.of(
                            "weekday",
                            weekday.toUpperCase(java.util.Locale.ROOT),
                            "opens",
                            "09:00",
                            "closes",
                            "12:00"))),
                "If-Match",
                "\"1\"");
    assertThat(set.status()).as(set.body().toString()).isEqualTo(200);
    return id;
  }

  private static String department() {
    return hospital.admin().get("/api/departments").text("/items/0/id");
  }

  private static void visited(RestClient patient, String doctor, String day) {
    appointment(patient.patientId(), doctor, day + "T10:00:00Z", 60, "COMPLETED");
  }

  private static void occupy(String doctor, LocalDate day) {
    appointment(hospital.patient(), doctor, day + "T07:30:00Z", 240, "BOOKED");
  }

  private static void appointment(
      String patient, String doctor, String start, int minutes, String status) {
    OffsetDateTime from = OffsetDateTime.parse(start);
    hospital.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        VALUES ($1, $2, $3, $4, $5, tstzrange($4, $5), $6)
        """,
        UuidV7.next(),
        UUID.fromString(doctor),
        UUID.fromString(patient),
        from,
        from.plusMinutes(minutes),
        status);
  }

  // ---- asking and reading

  private static JsonNode propose(Map<String, Object> wish) {
    return propose(patient(), wish);
  }

  private static JsonNode propose(RestClient who, Map<String, Object> wish) {
    Answer answer = who.post(PATH, wish);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }

  private static Answer book(RestClient who, Map<String, Object> wish, String key) {
    Map<String, Object> booking = new HashMap<>(wish);
    booking.put("book", true);
    return who.post(PATH, booking, "Idempotency-Key", key);
  }

  private static String wrong(RestClient who, Map<String, Object> wish) {
    Answer answer = who.post(PATH, wish);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
    return answer.text("/errors/0/pointer");
  }

  private static List<String> doctors(JsonNode found) {
    return stream(found.path("proposals")).map(one -> one.path("doctorId").asText()).toList();
  }

  private static List<OffsetDateTime> starts(JsonNode found) {
    return stream(found.path("proposals"))
        .map(one -> OffsetDateTime.parse(one.path("start").asText()))
        .toList();
  }

  /** The length of a proposal or a visit. */
  private static long minutes(JsonNode time) {
    return Duration.between(
            OffsetDateTime.parse(time.path("start").asText()),
            OffsetDateTime.parse(time.path("end").asText()))
        .toMinutes();
  }

  private static List<String> kinds(JsonNode found, int proposal) {
    return stream(found.path("proposals").path(proposal).path("reasons"))
        .map(one -> one.path("kind").asText())
        .toList();
  }

  private static JsonNode reason(JsonNode found, int proposal, String kind) {
    return stream(found.path("proposals").path(proposal).path("reasons"))
        .filter(one -> one.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
