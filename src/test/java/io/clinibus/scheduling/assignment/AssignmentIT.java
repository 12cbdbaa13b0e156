package io.clinibus.scheduling.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.platform.UuidV7;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Which doctors and times are proposed for a reason, and why. */
class AssignmentIT extends AssignmentFixture {

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

  private static List<String> doctors(JsonNode found) {
    return stream(found.path("proposals")).map(one -> one.path("doctorId").asText()).toList();
  }

  private static List<OffsetDateTime> starts(JsonNode found) {
    return stream(found.path("proposals"))
        .map(one -> OffsetDateTime.parse(one.path("start").asText()))
        .toList();
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
