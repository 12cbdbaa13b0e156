package io.clinibus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL restarts under a running node. */
@Tag("cluster")
class RestartIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Half of the longest duration of a request. */
  private static final int FAST_SECONDS = 5;

  @TempDir static Path home;
  private static DataFolder data;
  private static PostgresServer postgres;
  private static RestFixture hospital;
  private static RestClient admin;
  private String doctor;

  @BeforeAll
  static void open() throws Exception {
    data = DataFolder.open(home.resolve("data"));
    postgres = new PostgresServer(data);
    hospital = RestFixture.open(TestNode.settings(postgres.start()), Clock.systemUTC());
    admin = hospital.admin();
  }

  @BeforeEach
  void aNewDoctor() {
    doctor = hospital.doctor(15, "08:00", "20:00");
  }

  @AfterAll
  static void close() throws Exception {
    hospital.close();
    postgres.stop();
    data.close();
  }

  @Test
  void requestsFailFastAndRecoverWithoutARestartOfTheNode() throws Exception {
    String patient = hospital.patient();
    Answer booked = book(patient, "08:00", "key before");
    assertThat(booked.status()).isEqualTo(201);

    postgres.stop();
    for (CompletableFuture<Answer> asked : askForEverything(patient)) {
      unavailable(asked.get(FAST_SECONDS, TimeUnit.SECONDS));
    }

    postgres.start();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(book(patient, "09:00", "key during").status()).isEqualTo(201));
    assertThat(book(patient, "08:00", "key before").body()).isEqualTo(booked.body());
    assertThat(admin.get(slots()).body().at("/days/0/slots")).hasSize(48 - 2);
    assertThat(appointmentsOf(patient)).isEqualTo(2);
  }

  @Test
  void whatIsUnderWayWhenItGoesIsAnsweredAndNeverWithA500() throws Exception {
    List<String> patients = new ArrayList<>();
    List<CompletableFuture<Answer>> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      patients.add(hospital.patient());
    }
    for (int i = 0; i < 40; i++) {
      sent.add(sendBooking(patients.get(i), time(i + 8), "under way " + i));
    }
    postgres.stop();
    for (CompletableFuture<Answer> answer : sent) {
      assertThat(answer.get(2 * FAST_SECONDS, TimeUnit.SECONDS).status()).isIn(Set.of(201, 503));
    }
    postgres.start();
    for (int i = 0; i < 40; i++) {
      String patient = patients.get(i);
      String time = time(i + 8);
      String key = "under way " + i;
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(book(patient, time, key).status()).isEqualTo(201));
      assertThat(appointmentsOf(patient)).isEqualTo(1);
    }
  }

  private List<CompletableFuture<Answer>> askForEverything(String patient) {
    RestClient visitor = RestClient.visitor(hospital.url());
    Map<String, String> login = Map.of("email", "admin@example.org", "password", "is not this");
    return List.of(
        sendBooking(patient, "09:00", "key during"),
        visitor.sendAsync("GET", slots(), null),
        visitor.sendAsync("GET", "/api/doctors", null),
        visitor.sendAsync("GET", "/api/doctors?q=lindqvist", null),
        visitor.sendAsync("POST", "/api/auth/login", login),
        admin.sendAsync("GET", "/api/appointments", null),
        admin.sendAsync("GET", "/api/patients", null),
        admin.sendAsync("GET", "/api/users", null),
        admin.sendAsync(
            "POST", "/api/patients", Map.of("givenName", "Grace", "familyName", "Hopper")),
        admin.sendAsync("POST", "/api/holidays", Map.of("day", DAY.toString(), "name", "None")));
  }

  private static void unavailable(Answer answer) {
    String asked = answer.http().request().method() + " " + answer.http().uri();
    assertThat(answer.status()).as(asked).isEqualTo(503);
    assertThat(answer.http().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    assertThat(answer.text("/type")).isEqualTo("/problems/unavailable");
    assertThat(answer.http().headers().firstValueAsLong("Retry-After")).isPresent();
  }

  private Answer book(String patient, String time, String key) {
    return sendBooking(patient, time, key).join();
  }

  private CompletableFuture<Answer> sendBooking(String patient, String time, String key) {
    return admin.sendAsync(
        "POST",
        "/api/appointments",
        Map.of("doctorId", doctor, "patientId", patient, "start", DaysAhead.at(DAY, time)),
        "Idempotency-Key",
        key);
  }

  private static int appointmentsOf(String patient) {
    return admin.get("/api/appointments?patientId=" + patient).body().path("items").size();
  }

  private static String time(int slot) {
    return "%02d:%02d".formatted(8 + slot / 4, slot % 4 * 15);
  }

  private String slots() {
    return "/api/appointments/doctor/" + doctor + "/available-slots?date=" + DAY;
  }
}
