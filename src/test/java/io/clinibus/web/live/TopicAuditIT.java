package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Live topics that show patients write audit entries before they show them. */
class TopicAuditIT {

  private static LiveFixture live;
  private static String doctor;
  private static String topic;

  @BeforeAll
  static void open() {
    live = new LiveFixture(Clock.systemUTC());
    doctor = live.hospital.doctor(60, "09:00", "17:00");
    String department = live.hospital.admin().get("/api/doctors/" + doctor).text("/departmentId");
    topic = "department/" + department + "/" + DaysAhead.tuesday();
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void anEntryIsWrittenWhenStaffSubscribeAndWhenPatientsAppear() {
    String first = book("09:00");
    RestClient desk = live.hospital.receptionist();
    UUID user = UUID.fromString(desk.get("/api/auth/me").text("/id"));
    try (LiveClient client = live.of(desk)) {
      client.subscribe(topic).awaitPage(topic);
      assertThat(patientsSeen(user)).contains(UUID.fromString(first));

      String second = book("10:00");
      LiveFixture.until(() -> client.page(topic).data().toString().contains(second));
      assertThat(patientsSeen(user)).contains(UUID.fromString(second));
      int before = entries(user).size();

      try (LiveClient again = live.of(desk)) {
        again.subscribe(topic).awaitPage(topic);
        assertThat(again.page(topic).data().toString()).contains(first, second);
      }
      assertThat(entries(user)).hasSize(before);
    }
    assertThat(entries(user))
        .allSatisfy(
            entry -> {
              assertThat(entry.getString("operation")).isEqualTo("live.department");
              assertThat(entry.getString("address")).isEqualTo("127.0.0.1");
              assertThat(entry.getArrayOfStrings("actor_roles")).containsExactly("RECEPTIONIST");
            });
  }

  @Test
  void aDoctorsOwnVisitsAreRecorded() {
    String patient = book("11:00");
    RestClient own = live.hospital.signedInDoctor(doctor);
    UUID user = UUID.fromString(own.get("/api/auth/me").text("/id"));
    try (LiveClient client = live.of(own)) {
      client.subscribe("me").awaitPage("me");
      assertThat(patientsSeen(user)).contains(UUID.fromString(patient));
    }
  }

  @Test
  void patientsSeeAnAccessAtOnce() {
    RestClient ada = RestClient.registered(live.url(), "ada@example.org", "Ada", "Byron");
    String id = ada.get("/api/auth/me").text("/patientId");
    try (LiveClient client = live.of(ada)) {
      client.subscribe("accesses").awaitPage("accesses");
      assertThat(client.page("accesses").data().at("/items")).isEmpty();
      live.hospital.receptionist().get("/api/patients/" + id);
      LiveFixture.until(() -> !client.page("accesses").data().at("/items").isEmpty());
      assertThat(client.page("accesses").data().at("/items").elements().next().path("part"))
          .isEqualTo(TextNode.valueOf("RECORD"));
    }
  }

  @Test
  void aRefusedSubscriptionIsRecorded() {
    String other = live.hospital.doctor(60, "09:00", "10:00");
    RestClient colleague = live.hospital.signedInDoctor(live.hospital.doctor(60, "09:00", "10:00"));
    UUID user = UUID.fromString(colleague.get("/api/auth/me").text("/id"));
    try (LiveClient client = live.of(colleague)) {
      client.subscribe("rota/" + other + "/" + DaysAhead.tuesday());
      client.await("refused");
    }
    assertThat(entries(user)).extracting(e -> e.getString("outcome")).containsExactly("forbidden");
  }

  @Test
  void nothingIsSentIfTheEntryCannotBeWritten() {
    String other = DaysAhead.tuesday().plusDays(1).toString();
    live.hospital.sql(
        "ALTER TABLE audit.entry ADD CONSTRAINT refusing CHECK (operation <> 'live.department')"
            + " NOT VALID");
    try (LiveClient client = live.of(live.hospital.receptionist())) {
      client.subscribe(topic.replace(DaysAhead.tuesday().toString(), other));
      assertThat(client.await("refused").at("/problem/type").asText())
          .isEqualTo("/problems/unavailable");
      assertThat(client.frames("snapshot")).isEmpty();
    } finally {
      live.hospital.sql("ALTER TABLE audit.entry DROP CONSTRAINT refusing");
    }
  }

  private static String book(String time) {
    String patient = live.hospital.patient();
    var booked =
        live.hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId", doctor,
                    "patientId", patient,
                    "start", DaysAhead.at(DaysAhead.tuesday(), time)));
    assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
    return patient;
  }

  private static Set<UUID> patientsSeen(UUID user) {
    return entries(user).stream()
        .flatMap(entry -> Arrays.stream(entry.getArrayOfUUIDs("patient_ids")))
        .collect(Collectors.toSet());
  }

  private static List<Row> entries(UUID user) {
    List<Row> rows = new ArrayList<>();
    live.hospital
        .sql("SELECT * FROM audit.entry WHERE actor_id = $1 AND operation LIKE 'live.%'", user)
        .forEach(rows::add);
    return rows;
  }
}
