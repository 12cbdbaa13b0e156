package io.clinibus.scheduling.slots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The next free times of departments and of several doctors, as the first pages of visitors read
 * them.
 */
class FirstFreeIT {

  private static final String OF_DEPARTMENTS = "/api/appointments/first-free/departments";
  private static final String FIRST_FREE = "/api/appointments/first-free";

  /** A Monday, before anybody begins. */
  private static final TestClock CLOCK = new TestClock("2026-11-23T05:00:00Z");

  private static RestFixture hospital;
  private static RestClient visitor;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
    visitor = RestClient.visitor(hospital.url());
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void eachDepartmentHasTheEarliestFreeTimeOfItsDoctors() {
    String skin = department("Dermatology");
    String late = doctor(skin, "11:00", "12:00");
    String early = doctor(skin, "09:00", "10:00");
    String eyes = department("Ophthalmology");
    String other = doctor(eyes, "10:00", "11:00");
    String nobody = department("Paediatrics");

    assertThat(nextOf(skin)).isEqualTo(early + " 2026-11-23T09:00:00+01:00");
    assertThat(nextOf(eyes)).isEqualTo(other + " 2026-11-23T10:00:00+01:00");
    assertThat(nextOf(nobody)).isNull();
    assertThat(starts()).isSorted();

    book(early, "2026-11-23T09:00:00+01:00");
    assertThat(nextOf(skin)).isEqualTo(late + " 2026-11-23T11:00:00+01:00");
    book(late, "2026-11-23T11:00:00+01:00");
    assertThat(nextOf(skin)).isEqualTo(early + " 2026-11-24T09:00:00+01:00");
    assertThat(nextOf(eyes)).isEqualTo(other + " 2026-11-23T10:00:00+01:00");
  }

  @Test
  void severalDoctorsAreAskedForAtOnce() {
    String department = department("Neurology");
    String one = doctor(department, "09:00", "11:00");
    String two = doctor(department, "09:00", "11:00");
    String three = doctor(department, "08:00", "11:00");

    Answer answer = visitor.get(FIRST_FREE + "?perDoctor=3&limit=100&" + among(one, two));
    assertThat(answer.status()).isEqualTo(200);
    Map<String, Long> counts =
        StreamSupport.stream(answer.body().path("slots").spliterator(), false)
            .collect(
                Collectors.groupingBy(
                    slot -> slot.path("doctorId").asText(), Collectors.counting()));
    assertThat(counts)
        .containsOnly(Map.entry(one, 3L), Map.entry(two, 3L))
        .doesNotContainKey(three);
  }

  @Test
  void theNumberOfDoctorsIsLimited() {
    String[] many =
        IntStream.range(0, 34)
            .mapToObj(each -> UUID.randomUUID().toString())
            .toArray(String[]::new);
    Answer refused = visitor.get(FIRST_FREE + "?" + among(many));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("doctorIds");
    assertThat(visitor.get(FIRST_FREE + "?doctorIds=7").status()).isEqualTo(400);
  }

  /** The doctor and the start of a department's next free time, or null. */
  private static String nextOf(String departmentId) {
    Answer answer = visitor.get(OF_DEPARTMENTS);
    assertThat(answer.status()).isEqualTo(200);
    return items(answer)
        .filter(item -> item.path("departmentId").asText().equals(departmentId))
        .map(item -> item.at("/slot/doctorId").asText() + " " + item.at("/slot/start").asText())
        .findFirst()
        .orElse(null);
  }

  private static Stream<String> starts() {
    return items(visitor.get(OF_DEPARTMENTS)).map(item -> item.at("/slot/start").asText());
  }

  private static Stream<JsonNode> items(Answer answer) {
    return StreamSupport.stream(answer.body().path("items").spliterator(), false);
  }

  private static String among(String... doctorIds) {
    return Stream.of(doctorIds).map(id -> "doctorIds=" + id).collect(Collectors.joining("&"));
  }

  private static String department(String name) {
    return hospital.admin().post("/api/departments", Map.of("name", name)).text("/id");
  }

  private static String doctor(String departmentId, String opens, String closes) {
    String id = hospital.doctor(60, opens, closes);
    hospital.sql(
        "UPDATE directory.doctor SET department_id = $2 WHERE id = $1",
        UUID.fromString(id),
        UUID.fromString(departmentId));
    return id;
  }

  private static void book(String doctor, String start) {
    Map<String, String> booking =
        Map.of("doctorId", doctor, "patientId", hospital.patient(), "start", start);
    assertThat(hospital.admin().post("/api/appointments", booking).status()).isEqualTo(201);
  }
}
