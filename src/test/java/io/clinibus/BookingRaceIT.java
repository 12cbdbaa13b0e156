package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two hundred clients at once over REST. */
@Tag("slow")
class BookingRaceIT {

  private static final int CLIENTS = 200;
  private static RestFixture hospital;
  private static RestClient reception;
  private static List<String> patients;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    reception = hospital.receptionist();
    patients = IntStream.range(0, CLIENTS).mapToObj(i -> hospital.patient()).toList();
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @AfterEach
  void nothingDeadlocked() {
    assertThat(
            hospital
                .sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .iterator()
                .next()
                .getLong(0))
        .isZero();
  }

  @Test
  void oneOfConcurrentBookingsGetsTheSlot() {
    for (int round = 0; round < 20; round++) {
      String doctor = hospital.doctor(60, "09:00", "17:00");
      LocalDate day = day(round);
      List<Answer> answers =
          all(patients.stream().map(patient -> book(doctor, patient, day, "10:00")));
      assertThat(statuses(answers, 201)).hasSize(1);
      assertThat(statuses(answers, 409)).hasSize(CLIENTS - 1);
      assertThat(statuses(answers, 409))
          .allSatisfy(
              answer -> {
                assertThat(answer.text("/type")).isEqualTo("/problems/slot-taken");
                assertThat(answer.body().path("alternatives")).hasSize(3);
              });
    }
  }

  @Test
  void concurrentOverlappingBookingsOfAPatientMakeOneVisit() {
    String onTheHour = hospital.doctor(60, "09:00", "17:00");
    String onTheHalf = hospital.doctor(60, "09:30", "17:30");
    String patient = hospital.patient();
    List<Answer> answers =
        all(
            IntStream.range(0, CLIENTS)
                .mapToObj(
                    i ->
                        i % 2 == 0
                            ? book(onTheHour, patient, day(0), "12:00")
                            : book(onTheHalf, patient, day(0), "12:30")));
    assertThat(statuses(answers, 201)).hasSize(1);
    assertThat(statuses(answers, 409)).hasSize(CLIENTS - 1);
  }

  @Test
  void oneOfConcurrentMovesAndBookingsGetsTheSlot() {
    for (int round = 0; round < 5; round++) {
      String doctor = hospital.doctor(15, "06:00", "23:00");
      LocalDate day = day(round + 20);
      List<Answer> booked = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String time = "%02d:%02d".formatted(6 + i / 4, i % 4 * 15);
        booked.add(book(doctor, patients.get(i), day, time).join());
      }
      List<CompletableFuture<Answer>> attempts = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        attempts.add(move(booked.get(i), day, "22:00"));
        attempts.add(book(doctor, patients.get(100 + i), day, "22:00"));
      }
      List<Answer> answers = all(attempts.stream());
      assertThat(answers.stream().filter(answer -> answer.status() < 300)).hasSize(1);
      assertThat(statuses(answers, 409)).hasSize(99);
      assertThat(occupied(doctor)).isBetween(50L, 51L);
    }
  }

  /** A day of its own for each round, so that a winner is not busy in the next. */
  private static LocalDate day(int round) {
    return DaysAhead.tuesday().plusWeeks(round / 4).plusDays(round % 4);
  }

  private static CompletableFuture<Answer> book(
      String doctor, String patient, LocalDate day, String time) {
    return reception.sendAsync(
        "POST",
        "/api/appointments",
        Map.of("doctorId", doctor, "patientId", patient, "start", DaysAhead.at(day, time)));
  }

  private static CompletableFuture<Answer> move(Answer booked, LocalDate day, String time) {
    return reception.sendAsync(
        "PUT",
        "/api/appointments/" + booked.text("/id"),
        Map.of("start", DaysAhead.at(day, time)),
        "If-Match",
        booked.etag());
  }

  private static long occupied(String doctor) {
    return hospital
        .sql("SELECT count(*) FROM scheduling.appointment WHERE doctor_id = $1::text::uuid", doctor)
        .iterator()
        .next()
        .getLong(0);
  }

  private static List<Answer> statuses(List<Answer> answers, int status) {
    return answers.stream().filter(answer -> answer.status() == status).toList();
  }

  private static List<Answer> all(Stream<CompletableFuture<Answer>> sent) {
    return sent.toList().stream().map(CompletableFuture::join).toList();
  }
}
