package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node is killed while it books: what it acknowledged is there, and nothing is half made. */
@Tag("slow")
class KillIT {

  private static final int CLIENTS = 16;
  private static final int AT_ONCE = 2;
  private static final int BOOKINGS_BEFORE_THE_KILL = 200;
  private static final int SLOTS = 180;
  private static final LocalDate DAY = DaysAhead.tuesday();

  private static RestFixture hospital;
  private static RestClient reception;
  private static List<String> doctors;
  private static List<String> patients;

  /** A booking request: it has a key, and a slot that no other request wants. */
  private record Wanted(String key, Map<String, String> body) {}

  private final Map<Wanted, Answer> acknowledged = new ConcurrentHashMap<>();
  private final Map<Wanted, Throwable> unanswered = new ConcurrentHashMap<>();

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    reception = hospital.receptionist();
    doctors = all(i -> hospital.doctor(5, "08:00", "23:00"));
    patients = all(i -> hospital.patient());
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void acknowledgedBookingsSurviveAKillAndNoneIsPartial() throws InterruptedException {
    try (ChildNode killed = ChildNode.beside(hospital.node().node().platform().settings())) {
      RestClient client = reception.at(killed.url()).again();
      var enough = new CountDownLatch(BOOKINGS_BEFORE_THE_KILL);
      List<CompletableFuture<Void>> clients =
          IntStream.range(0, CLIENTS * AT_ONCE)
              .mapToObj(number -> bookOn(client, number, 0, enough))
              .toList();
      assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
      killed.kill();
      clients.forEach(CompletableFuture::join);
    }
    assertThat(unanswered).isNotEmpty();
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BOOKINGS_BEFORE_THE_KILL);
    acknowledged.forEach((wanted, answer) -> assertThat(answer.status()).isEqualTo(201));
    assertNoPartialBooking();
    acknowledged.forEach((wanted, answer) -> isThere(wanted.key(), answer.text("/id")));

    try (ChildNode next = ChildNode.beside(hospital.node().node().platform().settings())) {
      RestClient client = reception.at(next.url()).again();
      acknowledged.forEach(
          (wanted, answer) -> assertThat(again(client, wanted)).isEqualTo(answer.body()));
      unanswered.forEach(
          (wanted, cause) -> isThere(wanted.key(), again(client, wanted).path("id").asText()));
      var otherTime = new HashMap<>(acknowledged.keySet().iterator().next().body());
      otherTime.put("start", slot(SLOTS - 1));
      String usedKey = acknowledged.keySet().iterator().next().key();
      assertThat(book(client, new Wanted(usedKey, otherTime)).join().status()).isEqualTo(422);
    }
    assertNoPartialBooking();
    var all = hospital.sql("SELECT id FROM scheduling.appointment");
    assertThat(all).hasSize(acknowledged.size() + unanswered.size());
  }

  /** One booking after the other, until one is not answered. */
  private CompletableFuture<Void> bookOn(
      RestClient client, int number, int booked, CountDownLatch enough) {
    int slot = booked * AT_ONCE + number / CLIENTS;
    if (slot >= SLOTS - 1) {
      return CompletableFuture.completedFuture(null);
    }
    int who = number % CLIENTS;
    var wanted =
        new Wanted(
            UUID.randomUUID().toString(),
            Map.of(
                "doctorId", doctors.get(who), "patientId", patients.get(who), "start", slot(slot)));
    return book(client, wanted)
        .handle(
            (answer, lost) -> {
              if (lost != null) {
                unanswered.put(wanted, lost);
                return CompletableFuture.<Void>completedFuture(null);
              }
              acknowledged.put(wanted, answer);
              enough.countDown();
              return bookOn(client, number, booked + 1, enough);
            })
        .thenCompose(next -> next);
  }

  private static CompletableFuture<Answer> book(RestClient client, Wanted wanted) {
    return client.sendAsync(
        "POST", "/api/appointments", wanted.body(), "Idempotency-Key", wanted.key());
  }

  private static JsonNode again(RestClient client, Wanted wanted) {
    Answer answer = book(client, wanted).join();
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer.body();
  }

  private static void isThere(String key, String id) {
    var found =
        hospital.sql(
            """
            SELECT
              (SELECT count(*) FROM scheduling.appointment a
                WHERE a.id = r.appointment_id AND a.status = 'BOOKED')
              + (SELECT count(*) FROM scheduling.appointment_change c
                  WHERE c.appointment_id = r.appointment_id AND c.kind = 'BOOKED')
              + (SELECT count(*) FROM platform.outbox o
                  WHERE o.type = 'scheduling.appointment-changed'
                    AND o.payload ->> 'appointmentId' = r.appointment_id::text)
              FROM scheduling.booking_request r
             WHERE r.key = $1 AND r.appointment_id = $2::text::uuid
            """,
            key,
            id);
    assertThat(found).as("the request with key %s", key).hasSize(1);
    assertThat(found.iterator().next().getLong(0)).isEqualTo(3);
  }

  /**
   * Each appointment has its history, its event, its request and its step of the day's version. One
   * statement: a request of the killed node may still be in flight.
   */
  private static void assertNoPartialBooking() {
    Row found =
        hospital
            .sql(
                """
                SELECT (SELECT count(*) FROM scheduling.appointment),
                       (SELECT count(*) FROM scheduling.appointment_change),
                       (SELECT count(*) FROM scheduling.booking_request),
                       (SELECT sum(version)::bigint FROM scheduling.doctor_day),
                       (SELECT count(*) FROM platform.outbox
                         WHERE type = 'scheduling.appointment-changed'),
                       (SELECT count(*) FROM scheduling.appointment a
                          JOIN scheduling.appointment_change c ON c.appointment_id = a.id
                          JOIN scheduling.booking_request r ON r.appointment_id = a.id
                          JOIN platform.outbox o ON o.payload ->> 'appointmentId' = a.id::text)
                """)
            .iterator()
            .next();
    long booked = found.getLong(0);
    assertThat(booked).isPositive();
    for (int column = 1; column < found.size(); column++) {
      assertThat(found.getLong(column)).as("column %s", column).isEqualTo(booked);
    }
  }

  private static String slot(int number) {
    return DaysAhead.at(DAY, LocalTime.of(8, 0).plusMinutes(5L * number).toString());
  }

  private static List<String> all(IntFunction<String> made) {
    return IntStream.range(0, CLIENTS).mapToObj(made).toList();
  }
}
