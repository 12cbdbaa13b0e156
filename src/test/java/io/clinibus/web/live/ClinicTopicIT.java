package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.reports.api.ReportsApi;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clinic in numbers, live. */
class ClinicTopicIT {

  private static final LocalDate DAY =
      LocalDate.now(ZoneId.of("Europe/Berlin")).plusDays(2); // within the overview's seven days
  private static LiveFixture live;

  @BeforeAll
  static void open() {
    live = new LiveFixture(Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void manyBookingsCauseFewReads() {
    AtomicInteger readings = new AtomicInteger();
    live.platform()
        .vertx()
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              if (delivery.message().address().equals(ReportsApi.GET_OVERVIEW.address())) {
                readings.incrementAndGet();
              }
              delivery.next();
            });
    List<String> doctors = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      doctors.add(everyDay(live.hospital.doctor(5, "08:00", "20:00")));
    }
    try (LiveClient client = live.of(live.hospital.admin())) {
      client.subscribe("clinic");
      LivePage page = client.awaitPage("clinic");
      assertThat(page.data().at("/about/days")).hasSize(38);
      assertThat(page.data().path("items")).isEmpty();

      long began = System.nanoTime();
      int before = readings.get();
      int booked = 0;
      for (int minute = 0; minute < 12 * 60; minute += 5) {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (String doctor : doctors) {
          answers.add(book(doctor, DaysAhead.at(DAY, time(minute))));
        }
        for (CompletableFuture<Integer> answer : answers) {
          assertThat(answer.join()).isEqualTo(201);
          booked++;
        }
      }
      int expected = booked;
      LiveFixture.until(() -> day(page).at("/byStatus/BOOKED").asInt() == expected);
      double seconds = (System.nanoTime() - began) / 1e9;
      assertThat(readings.get() - before)
          .as("readings of %d bookings in %.1f seconds", booked, seconds)
          .isBetween(1, (int) (seconds / 2) + 3);
      assertThat(day(page).path("bookedMinutes").asInt()).isEqualTo(5 * booked);
    }
  }

  private static JsonNode day(LivePage page) {
    for (JsonNode day : page.data().at("/about/days")) {
      if (day.path("date").asText().equals(DAY.toString())) {
        return day;
      }
    }
    throw new AssertionError(DAY + " is not shown");
  }

  private static CompletableFuture<Integer> book(String doctor, String start) {
    return live.hospital
        .admin()
        .sendAsync(
            "POST",
            "/api/appointments",
            Map.of("doctorId", doctor, "patientId", live.hospital.patient(), "start", start))
        .thenApply(io.clinibus.testing.RestClient.Answer::status);
  }

  private static String everyDay(String doctor) {
    live.hospital.sql(
        "UPDATE scheduling.weekly_window SET weekday = $1 WHERE doctor_id = $2 AND weekday = 1",
        DAY.getDayOfWeek().getValue() > 5 ? DAY.getDayOfWeek().getValue() : 1,
        java.util.UUID.fromString(doctor));
    return doctor;
  }

  private static String time(int minute) {
    return "%02d:%02d".formatted(8 + minute / 60, minute % 60);
  }
}
