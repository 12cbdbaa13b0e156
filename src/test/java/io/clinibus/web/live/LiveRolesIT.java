package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Role;
import io.clinibus.node.Modules;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every role, and visitors, on every topic. */
class LiveRolesIT {

  private static final Map<Role, RestClient> PEOPLE = new EnumMap<>(Role.class);
  private static LiveFixture live;
  private static String doctor;
  private static String department;
  private static String wall;
  private static String visitType;
  private static String patient;
  private static String encounter;

  @BeforeAll
  static void open() {
    live = new LiveFixture(Clock.systemUTC());
    doctor = live.hospital.doctor(60, "09:00", "12:00");
    department = live.hospital.admin().get("/api/doctors/" + doctor).text("/departmentId");
    visitType = live.hospital.visitType(department, 30);
    wall = live.hospital.admin().post("/api/walls", Map.of("name", "Hall")).text("/id");
    PEOPLE.put(Role.ADMIN, live.hospital.admin());
    PEOPLE.put(Role.RECEPTIONIST, live.hospital.receptionist());
    PEOPLE.put(Role.DOCTOR, live.hospital.signedInDoctor(doctor));
    PEOPLE.put(Role.PATIENT, RestClient.registered(live.url(), "p@example.org", "Ada", "B"));
    PEOPLE.put(Role.PHARMACIST, live.hospital.invited("PHARMACIST"));
    PEOPLE.put(Role.PRIVACY_OFFICER, live.hospital.invited("PRIVACY_OFFICER"));
    patient = PEOPLE.get(Role.PATIENT).patientId();
    book(doctor, patient, "11:00");
    encounter =
        PEOPLE
            .get(Role.DOCTOR)
            .post("/api/encounters", Map.of("kind", "TELEPHONE", "patientId", patient))
            .text("/id");
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @TestFactory
  Stream<DynamicTest> everyRoleOnEveryTopic() {
    return Modules.ALL.topics().types().stream()
        .flatMap(
            type ->
                Stream.concat(
                    Stream.of(DynamicTest.dynamicTest(type + " by nobody", () -> byNobody(type))),
                    Arrays.stream(Role.values())
                        .map(
                            role ->
                                DynamicTest.dynamicTest(
                                    type + " by " + role, () -> byRole(type, role)))));
  }

  @Test
  void aDoctorSeesOnlyTheirOwnRota() {
    String other = live.hospital.doctor(60, "09:00", "12:00");
    LiveClient client = live.of(PEOPLE.get(Role.DOCTOR));
    assertThat(answer(client, rota(other))).isEqualTo("/problems/forbidden");
    assertThat(answer(live.of(PEOPLE.get(Role.ADMIN)), day(UUID.randomUUID().toString())))
        .isEqualTo("/problems/not-found");
  }

  @Test
  void aRotaNamesThePatientsOfItsOwnDoctorOnly() {
    String other = live.hospital.doctor(60, "09:00", "12:00");
    String mine = book(doctor, "09:00");
    String theirs = book(other, "09:00");
    try (LiveClient client = live.of(PEOPLE.get(Role.DOCTOR))) {
      LivePage shown = client.subscribe(rota(doctor)).awaitPage(rota(doctor));
      assertThat(shown.item(mine).path("patientName").asText()).isEqualTo("Ada Byron");
      assertThat(shown.item(theirs).path("doctorId").asText()).isEqualTo(other);
      assertThat(shown.item(theirs).has("patientId")).isFalse();
      assertThat(shown.item(theirs).has("patientName")).isFalse();
    }
  }

  @Test
  void aDoctorWhoChangesTheDepartmentGetsTheRotaOfTheNewOne() {
    String leaving = live.hospital.doctor(60, "09:00", "12:00");
    String other =
        live.hospital
            .admin()
            .post("/api/departments", Map.of("name", "Department " + UUID.randomUUID()))
            .text("/id");
    try (LiveClient client = live.of(live.hospital.signedInDoctor(leaving))) {
      client.subscribe(rota(leaving)).awaitPage(rota(leaving));
      live.hospital.sql(
          "UPDATE directory.doctor SET department_id = $1 WHERE id = $2",
          UUID.fromString(other),
          UUID.fromString(leaving));
      book(leaving, "10:00");
      LiveFixture.until(
          () -> client.page(rota(leaving)).data().at("/about/departmentId").asText().equals(other));
    }
  }

  private static String book(String doctorId, String time) {
    return book(doctorId, live.hospital.patient(), time);
  }

  private static String book(String doctorId, String patientId, String time) {
    var booked =
        live.hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId", doctorId,
                    "patientId", patientId,
                    "start", DaysAhead.at(DaysAhead.tuesday(), time)));
    assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
    return booked.text("/id");
  }

  @Test
  void anUnknownDoctorIsNotFound() {
    String topic = "slots/" + UUID.randomUUID() + "/" + DaysAhead.tuesday();
    assertThat(answer(live.visitor(), topic)).isEqualTo("/problems/not-found");
  }

  private static void byNobody(LiveTopic<?, ?> type) {
    boolean isPublic = type.access().anyone();
    assertThat(answer(live.visitor(), name(type)))
        .isEqualTo(isPublic ? "snapshot" : "/problems/unauthenticated");
  }

  private static void byRole(LiveTopic<?, ?> type, Role role) {
    boolean may = type.access().anyone() || type.access().roles().contains(role);
    assertThat(answer(live.of(PEOPLE.get(role)), name(type)))
        .isEqualTo(may ? "snapshot" : "/problems/forbidden");
  }

  private static String answer(LiveClient client, String topic) {
    try (client) {
      client.subscribe(topic);
      LiveFixture.until(() -> !client.frames("snapshot").isEmpty() || !client.refusals().isEmpty());
      List<JsonNode> refused = client.refusals();
      return refused.isEmpty() ? "snapshot" : refused.get(0).at("/problem/type").asText();
    }
  }

  private static String name(LiveTopic<?, ?> type) {
    return type.pattern()
        .text()
        .replace("{doctorId}", doctor)
        .replace("{departmentId}", department)
        .replace("{day}", DaysAhead.tuesday().toString())
        .replace("{from}", DaysAhead.tuesday().toString())
        .replace("{days}", "7")
        .replace("{wallId}", wall)
        .replace("{visitTypeId}", visitType)
        .replace("{patientId}", patient)
        .replace("{encounterId}", encounter);
  }

  private static String rota(String doctorId) {
    return "rota/" + doctorId + "/" + DaysAhead.tuesday();
  }

  private static String day(String departmentId) {
    return "department/" + departmentId + "/" + DaysAhead.tuesday();
  }
}
