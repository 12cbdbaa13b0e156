package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.ChildNode;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node is killed while appointments are cancelled on it: no freed time is lost to who waits. */
@Tag("slow")
class WaitlistKillIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static final int VISITS = 60;
  private static final int CLIENTS = 6;
  private static final int CANCELLED_BEFORE_THE_KILL = 15;

  private static RestFixture hospital;
  private static RestClient reception;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    reception = hospital.receptionist();
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void everyFreedSlotIsOfferedInTheSameTransaction() throws InterruptedException {
    String doctor = hospital.doctor(10, "08:00", "18:00");
    List<String> visits = new ArrayList<>();
    for (int i = 0; i < VISITS; i++) {
      visits.add(booked(doctor, i));
    }
    for (int i = 0; i < VISITS; i++) {
      join(doctor);
    }
    List<CompletableFuture<Void>> clients;
    try (ChildNode killed = ChildNode.beside(hospital.node().node().platform().settings())) {
      RestClient client = reception.at(killed.url()).again();
      var enough = new CountDownLatch(CANCELLED_BEFORE_THE_KILL);
      clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(number -> cancelOn(client, visits, number, enough))
              .toList();
      assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
      killed.kill();
    }
    clients.forEach(CompletableFuture::join);
    assertThat(number("SELECT count(*) FROM scheduling.appointment WHERE status = 'CANCELLED'"))
        .isGreaterThanOrEqualTo(CANCELLED_BEFORE_THE_KILL);
    assertThat(
            number(
                """
                SELECT count(*) FROM platform.outbox c
                 WHERE c.type = 'scheduling.appointment-changed'
                   AND c.payload ->> 'kind' = 'CANCELLED'
                   AND NOT EXISTS (
                     SELECT FROM platform.outbox o
                       JOIN scheduling.waitlist_offer f ON f.id::text = o.payload ->> 'offerId'
                       JOIN scheduling.waitlist_entry e ON e.id = f.entry_id
                       JOIN scheduling.appointment a ON a.id = f.id
                      WHERE o.xid = c.xid AND o.type = 'scheduling.waitlist-offered'
                        AND o.payload ->> 'start' = c.payload ->> 'start'
                        AND e.status = 'OFFERED' AND a.status = 'HELD')
                """))
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*) FROM scheduling.waitlist_entry e
                 WHERE (e.status = 'OFFERED')
                       <> EXISTS (SELECT FROM scheduling.waitlist_offer o WHERE o.entry_id = e.id)
                """))
        .isZero();
  }

  /** One cancellation after the other, until one is not answered. */
  private static CompletableFuture<Void> cancelOn(
      RestClient client, List<String> visits, int number, CountDownLatch enough) {
    if (number >= visits.size()) {
      return CompletableFuture.completedFuture(null);
    }
    return client
        .sendAsync("DELETE", "/api/appointments/" + visits.get(number), null)
        .handle(
            (answer, lost) -> {
              if (lost != null || answer.status() != 200) {
                return CompletableFuture.<Void>completedFuture(null);
              }
              enough.countDown();
              return cancelOn(client, visits, number + CLIENTS, enough);
            })
        .thenCompose(next -> next);
  }

  private static String booked(String doctor, int number) {
    String start = DaysAhead.at(DAY, "%02d:%02d".formatted(8 + number / 6, 10 * (number % 6)));
    Answer booked =
        reception.post(
            "/api/appointments",
            Map.of("doctorId", doctor, "patientId", hospital.patient(), "start", start));
    assertThat(booked.status()).isEqualTo(201);
    return booked.text("/id");
  }

  private static void join(String doctor) {
    Answer joined =
        reception.post(
            "/api/waitlist",
            Map.of(
                "doctorId",
                doctor,
                "patientId",
                hospital.patient(),
                "preferred",
                Map.of("from", DAY.toString(), "until", DAY.toString())));
    assertThat(joined.status()).as("%s", joined.body()).isEqualTo(201);
  }

  private static long number(String sql) {
    return hospital.sql(sql).iterator().next().getLong(0);
  }
}
