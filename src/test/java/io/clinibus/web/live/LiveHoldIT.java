package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds on pages: visible to all, and released with the page of the holder. */
@Tag("slow")
class LiveHoldIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static LiveFixture live;

  private RestClient ada;
  private RestClient ben;
  private String doctor;
  private String topic;

  @BeforeAll
  static void open() {
    live = new LiveFixture(Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @BeforeEach
  void newPeople() {
    ada = RestClient.registered(live.url(), UUID.randomUUID() + "@example.org", "Ada", "Byron");
    ben = RestClient.registered(live.url(), UUID.randomUUID() + "@example.org", "Ben", "Bauer");
    doctor = live.hospital.doctor(60, "09:00", "12:00");
    topic = "slots/" + doctor + "/" + DAY;
  }

  @Test
  void aHoldAndItsEndAreShownToAllWithoutTheHolder() {
    try (LiveClient watching = live.visitor().subscribe(topic)) {
      watching.awaitPage(topic);
      String hold = hold(ada, "10:00");
      awaitState(watching, "10:00", "HELD");
      assertThat(watching.page(topic).item(at("10:00")).fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("start", "end", "state");
      assertThat(ada.delete("/api/holds/" + hold).status()).isEqualTo(204);
      awaitState(watching, "10:00", "FREE");
      hold(ada, "10:00");
      awaitState(watching, "10:00", "HELD");
      Answer refused = book(ben, "10:00");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.text("/type")).endsWith("/slot-held");
      assertThat(refused.body().path("alternatives")).isNotEmpty();
      assertThat(book(ada, "10:00").status()).isEqualTo(201);
      awaitState(watching, "10:00", "TAKEN");
      assertThat(ada.get("/api/holds").body().path("items")).isEmpty();
    }
  }

  @Test
  void aBoundHoldEndsWithItsSocket() {
    String kept = hold(ada, "09:00");
    hold(ada, "10:00");
    try (LiveClient watching = live.visitor().subscribe(topic)) {
      LiveClient page = live.of(ada).say(keep(kept));
      assertThat(page.await("kept").path("hold").asText()).isEqualTo(kept);
      assertThat(page.await("kept").path("expiresAt").asText()).isNotEmpty();
      page.close();
      awaitState(watching, "09:00", "FREE");
      assertThat(state(watching, "10:00")).isEqualTo("HELD");
    }
  }

  @Test
  void aReconnectedPageKeepsItsHold() {
    String returning = hold(ada, "09:00");
    String lost = hold(ada, "10:00");
    try (LiveClient watching = live.visitor().subscribe(topic);
        LiveClient again = live.of(ada)) {
      LiveClient page = live.of(ada).say(keep(returning)).say(keep(lost));
      LiveFixture.until(() -> page.frames("kept").size() == 2);
      page.close();
      again.say(keep(returning)).await("kept");
      awaitState(watching, "10:00", "FREE");
      assertThat(state(watching, "09:00")).isEqualTo("HELD");
      assertThat(book(ada, "09:00").status()).isEqualTo(201);
    }
  }

  @Test
  void onlyAHoldOfTheSameUserIsBound() {
    String adas = hold(ada, "11:00");
    try (LiveClient page = live.of(ben);
        LiveClient visitor = live.visitor()) {
      JsonNode refused = page.say(keep(adas)).await("refused");
      assertThat(refused.path("hold").asText()).isEqualTo(adas);
      assertThat(refused.at("/problem/type").asText()).endsWith("/not-found");
      page.misuse(keep("nonsense"))
          .await("refused", frame -> frame.at("/problem/status").asInt() == 400);
      assertThat(visitor.say(keep(adas)).await("refused").at("/problem/status").asInt())
          .isEqualTo(401);
    }
  }

  /** The node that took the hold, and kept it, is gone: another one frees it when it expires. */
  @Test
  void theHoldsOfAKilledNodeExpire() {
    try (LiveClient watching = live.visitor().subscribe(topic)) {
      ChildNode killed = ChildNode.beside(live.platform().settings());
      RestClient there = ada.at(killed.url()).again();
      String hold = hold(there, "09:00");
      LiveClient page = LiveClient.of(live.clients, killed.url(), there.token()).say(keep(hold));
      page.await("kept");
      killed.kill();
      page.close();
      awaitState(watching, "09:00", "HELD");
      live.hospital.sql(
          "UPDATE scheduling.appointment SET expires_at = now() WHERE id = $1::text::uuid", hold);
      awaitState(watching, "09:00", "FREE");
      assertThat(book(ben, "09:00").status()).isEqualTo(201);
    }
  }

  @Test
  void anOfferIsPushedToItsPatient() {
    List<String> visits = new ArrayList<>();
    for (String time : List.of("09:00", "10:00", "11:00")) {
      Answer booked =
          live.hospital
              .admin()
              .post(
                  "/api/appointments",
                  Map.of(
                      "doctorId", doctor,
                      "patientId", live.hospital.patient(),
                      "start", at(time)));
      visits.add("/api/appointments/" + booked.text("/id"));
    }
    try (LiveClient page = live.of(ada).subscribe("me")) {
      assertThat(page.awaitPage("me").data().at("/about/waitlist")).isEmpty();
      String day = DAY.toString();
      Answer joined =
          ada.post(
              "/api/waitlist",
              Map.of("doctorId", doctor, "preferred", Map.of("from", day, "until", day)));
      assertThat(joined.status()).isEqualTo(201);
      LiveFixture.until(() -> waits(page).path("status").asText().equals("WAITING"));
      live.hospital.admin().delete(visits.get(1));
      LiveFixture.until(() -> waits(page).at("/offer/start").asText().equals(at("10:00")));
      assertThat(waits(page).path("status").asText()).isEqualTo("OFFERED");
      Answer booked = ada.post("/api/waitlist/" + joined.text("/id") + "/accept", null);
      assertThat(booked.status()).isEqualTo(201);
      LiveFixture.until(
          () ->
              page.page("me").data().at("/about/waitlist").isEmpty()
                  && page.page("me")
                      .item(booked.text("/id"))
                      .path("status")
                      .asText()
                      .equals("BOOKED"));
    }
  }

  private static JsonNode waits(LiveClient page) {
    return page.page("me").data().at("/about/waitlist/0");
  }

  private String hold(RestClient person, String time) {
    Answer held = person.post("/api/holds", Map.of("doctorId", doctor, "start", at(time)));
    assertThat(held.status()).as("%s", held.body()).isEqualTo(201);
    return held.text("/id");
  }

  private Answer book(RestClient person, String time) {
    return person.post("/api/appointments", Map.of("doctorId", doctor, "start", at(time)));
  }

  private void awaitState(LiveClient page, String time, String state) {
    LiveFixture.until(() -> state(page, time).equals(state));
  }

  private String state(LiveClient page, String time) {
    return page.page(topic).item(at(time)).path("state").asText();
  }

  private static String keep(String hold) {
    return Json.MAPPER.createObjectNode().put("type", "keep").put("hold", hold).toString();
  }

  private static String at(String time) {
    return DaysAhead.at(DAY, time);
  }
}
