package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.TestClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Screens in waiting rooms: what they show to whom, and for how long. */
class WallIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static TestClock clock;
  private static LiveFixture live;
  private static String doctor;

  @BeforeAll
  static void open() {
    clock = new TestClock(Instant.now().toString());
    live = new LiveFixture(clock);
    doctor = live.hospital.doctor(60, "09:00", "12:00");
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void aScreenShowsTicketsOnlyAndFollowsCallsUntilItIsRemoved() {
    RestClient admin = live.hospital.admin();
    String waiting = book(admin, "10:00");
    String called = book(admin, "09:00");
    clock.set(OffsetDateTime.parse(DaysAhead.at(DAY, "09:20")).toInstant().toString());
    admin = admin.again();
    checkIn(admin, called);
    checkIn(admin, waiting);
    String wall = admin.post("/api/walls", Map.of("name", "Hall")).text("/id");
    String topic = "wall/" + wall;

    try (LiveClient visitor = live.visitor()) {
      visitor.subscribe(topic);
      LivePage page = visitor.awaitPage(topic);
      assertThat(tickets(page, "next")).containsExactly("A01", "A02");
      assertThat(page.data().at("/about/next/0/fromMinutes").asInt()).isZero();
      assertThat(page.data().at("/about/next/1/fromMinutes").asInt()).isEqualTo(60);
      assertThat(page.data().at("/about/next/1/untilMinutes").asInt()).isEqualTo(90);
      assertThat(page.data().at("/about/late/0/minutes").asInt()).isEqualTo(20);
      assertThat(page.data().at("/about/late/0/doctorName").asText()).isEqualTo("Sofia Lindqvist");
      assertThat(admin.post("/api/appointments/" + called + "/call", Map.of()).status())
          .isEqualTo(204);
      LiveFixture.until(() -> tickets(page, "called").equals(List.of("A01")));
      LiveFixture.until(() -> tickets(page, "next").equals(List.of("A02")));
      String shown = page.data().toString();
      assertThat(shown).doesNotContain(called, waiting, doctor);
      assertThat(shown).doesNotContainIgnoringCase("patient").doesNotContain("birth", "Ada");

      JsonNode answer = RestClient.visitor(live.url()).get("/api/walls/" + wall).body();
      assertThat(answer).isEqualTo(page.data().path("about"));

      assertThat(admin.delete("/api/walls/" + wall).status()).isEqualTo(204);
      JsonNode refused = visitor.await("refused");
      assertThat(refused.at("/problem/status").asInt()).isEqualTo(404);
      assertThat(RestClient.visitor(live.url()).get("/api/walls/" + wall).status()).isEqualTo(404);
    }
  }

  @Test
  void twentyScreensAreTheMost() {
    RestClient admin = live.hospital.admin();
    List<String> added = new ArrayList<>();
    int status = 201;
    while (status == 201) {
      var answer = admin.post("/api/walls", Map.of("name", "Screen " + added.size()));
      status = answer.status();
      if (status == 201) {
        added.add(answer.text("/id"));
      } else {
        assertThat(answer.text("/type")).endsWith("too-many-walls");
      }
    }
    assertThat(added.size()).isBetween(19, 20);
    assertThat(admin.get("/api/walls").body().path("items")).hasSize(20);
    added.forEach(wall -> assertThat(admin.delete("/api/walls/" + wall).status()).isEqualTo(204));
  }

  private static List<String> tickets(LivePage page, String list) {
    List<String> tickets = new ArrayList<>();
    page.data().path("about").path(list).forEach(one -> tickets.add(one.path("ticket").asText()));
    return tickets;
  }

  private static String book(RestClient admin, String time) {
    var wish =
        Map.of(
            "doctorId",
            doctor,
            "patientId",
            live.hospital.patient(),
            "start",
            DaysAhead.at(DAY, time));
    return admin.post("/api/appointments", wish).text("/id");
  }

  private static void checkIn(RestClient admin, String visit) {
    var change = Map.of("status", "CHECKED_IN");
    assertThat(admin.put("/api/appointments/" + visit + "/status", change).status()).isEqualTo(200);
  }
}
