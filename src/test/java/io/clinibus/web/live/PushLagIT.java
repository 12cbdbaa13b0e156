package io.clinibus.web.live;

import static io.clinibus.web.live.LiveFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The latency of live updates is measured from the commit, by whichever way the event arrived. */
@Tag("exclusive")
class PushLagIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static final int PATIENCE_SECONDS = 30;
  private static final double LATE_SECONDS = 0.6;

  private static LiveFixture live;
  private static Timer push;
  private static String doctor;
  private static String patient;
  private LocalTime next = LocalTime.of(8, 0);

  @BeforeAll
  static void open() {
    live = new LiveFixture(Clock.systemUTC());
    push = live.platform().metrics().registry().get("clinibus.live.push").timer();
    doctor = live.hospital.doctor(5, "08:00", "20:00");
    patient = live.hospital.patient();
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void lagIsMeasuredForEachDeltaAndForNoSnapshot() {
    try (LiveClient one = live.visitor();
        LiveClient other = live.visitor()) {
      LivePage page = one.subscribe(topic()).awaitPage(topic());
      LivePage second = other.subscribe(topic()).awaitPage(topic());
      long before = push.count();
      double slept = push.totalTime(TimeUnit.SECONDS);
      long began = System.nanoTime();
      String time = bookNext();
      until(() -> isTaken(page, time) && isTaken(second, time));
      double took = (System.nanoTime() - began) / 1e9;
      await().until(() -> push.count() == before + 2);
      assertThat(push.totalTime(TimeUnit.SECONDS) - slept).isBetween(0.0, 2 * took);
      try (LiveClient third = live.visitor()) {
        third.subscribe(topic()).awaitPage(topic());
      }
      assertThat(push.count()).isEqualTo(before + 2);
    }
  }

  /** Each is booked as soon as the one before is seen, which is just after the outbox was read. */
  @Test
  void aChangeWhoseMessageIsLostIsMeasuredAsLate() {
    try (LiveClient client = live.visitor()) {
      LivePage page = client.subscribe(topic()).awaitPage(topic());
      live.loseMessages(true);
      await()
          .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .untilAsserted(
              () -> {
                double before = push.totalTime(TimeUnit.SECONDS);
                long countBefore = push.count();
                long began = System.nanoTime();
                String time = bookNext();
                until(() -> isTaken(page, time));
                double took = (System.nanoTime() - began) / 1e9;
                await().until(() -> push.count() == countBefore + 1);
                assertThat(push.totalTime(TimeUnit.SECONDS) - before)
                    .isGreaterThan(LATE_SECONDS)
                    .isLessThanOrEqualTo(took);
              });
    } finally {
      live.loseMessages(false);
    }
  }

  private static String topic() {
    return "slots/" + doctor + "/" + DAY;
  }

  private String bookNext() {
    String start = DaysAhead.at(DAY, next.toString());
    next = next.plusMinutes(5);
    var booked =
        live.hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of("doctorId", doctor, "patientId", patient, "start", start));
    assertThat(booked.status()).isEqualTo(201);
    return start;
  }

  private static boolean isTaken(LivePage page, String start) {
    return page.item(start).path("state").asText().equals("TAKEN");
  }
}
