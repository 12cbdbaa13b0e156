package io.clinibus.scheduling.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A clinic whose doctors, types and visits a test adds, and requests for proposals. */
abstract class AssignmentFixture {

  static final String PATH = "/api/appointments/auto-assign";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final Instant NOW = MONDAY.atTime(8, 0).atZone(BERLIN).toInstant();
  static RestFixture hospital;
  static RestClient desk;
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

  // ---- people

  static RestClient patient() {
    return RestClient.registered(
        hospital.url(), "assigned" + ++people + "@example.org", "Ada", "Byron");
  }

  /** Works 09:00 to 12:00 on weekdays, an hour each. */
  static String doctor(String specialization) {
    String id = hospital.doctor(60, "09:00", "12:00");
    hospital.sql(
        "UPDATE directory.doctor SET specialization = $1 WHERE id = $2",
        specialization,
        UUID.fromString(id));
    return id;
  }

  /** A type of visits of the one department. */
  static String type(
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
  static String doctor(String specialization, String weekday) {
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

  static String department() {
    return hospital.admin().get("/api/departments").text("/items/0/id");
  }

  // ---- asking and reading

  static JsonNode propose(Map<String, Object> wish) {
    return propose(patient(), wish);
  }

  static JsonNode propose(RestClient who, Map<String, Object> wish) {
    Answer answer = who.post(PATH, wish);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }

  static String wrong(RestClient who, Map<String, Object> wish) {
    Answer answer = who.post(PATH, wish);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
    return answer.text("/errors/0/pointer");
  }

  /** The length of a proposal or a visit. */
  static long minutes(JsonNode time) {
    return Duration.between(
            OffsetDateTime.parse(time.path("start").asText()),
            OffsetDateTime.parse(time.path("end").asText()))
        .toMinutes();
  }
}
