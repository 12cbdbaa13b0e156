package io.clinibus.web.live;

import static io.clinibus.web.live.LiveFixture.frontDesk;
import static io.clinibus.web.live.LiveFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Live pages while others book, cancel and check in. */
class LiveIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static LiveFixture live;

  @BeforeAll
  static void open() {
    live = new LiveFixture(java.time.Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void aBookingIsPushedToEveryPageOfTheDay() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    String topic = "slots/" + doctor + "/" + DAY;
    try (LiveClient a = live.visitor();
        LiveClient b = live.visitor()) {
      LivePage pageA = a.subscribe(topic).awaitPage(topic);
      LivePage pageB = b.subscribe(topic).awaitPage(topic);
      assertThat(state(pageA, "10:00")).isEqualTo("FREE");

      Answer booked = book(live.hospital.admin(), doctor, "10:00");
      until(() -> state(pageA, "10:00").equals("TAKEN") && state(pageB, "10:00").equals("TAKEN"));
      JsonNode delta = b.await("delta");
      assertThat(delta.at("/data/set")).hasSize(1);
      assertThat(delta.at("/data/about/days/0/version").asLong()).isPositive();
      assertThat(delta.toString()).doesNotContain("Ada", "patient", booked.text("/patientId"));

      live.hospital.admin().delete("/api/appointments/" + booked.text("/id"));
      until(() -> state(pageA, "10:00").equals("FREE") && state(pageB, "10:00").equals("FREE"));
      assertContiguous(a, topic);
      assertContiguous(b, topic);
      live.awaitRight(pageA, frontDesk());
    }
  }

  @Test
  void anAvailabilityChangeIsPushed() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    String week = "range/" + doctor + "/" + DAY.minusDays(1) + "/14";
    try (LiveClient a = live.visitor()) {
      LivePage page = a.subscribe(week).awaitPage(week);
      Answer leave =
          live.hospital
              .admin()
              .post(
                  "/api/doctors/" + doctor + "/availability/exceptions",
                  Map.of("kind", "LEAVE", "start", at("10:00"), "end", at("12:00")));
      assertThat(leave.status()).as(leave.body().toString()).isEqualTo(201);
      until(() -> state(page, "11:00").equals("LEAVE"));
      live.awaitRight(page, frontDesk());
    }
  }

  @Test
  void aPageForATypeOfVisitsShowsTimesOfItsLength() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    String department = live.hospital.admin().get("/api/doctors/" + doctor).text("/departmentId");
    String topic =
        "type-range/" + doctor + "/" + DAY + "/1/" + live.hospital.visitType(department, 90);
    try (LiveClient a = live.visitor()) {
      LivePage page = a.subscribe(topic).awaitPage(topic);
      until(() -> state(page, "10:00").equals("FREE"));
      assertThat(page.item(at("10:00")).path("end").asText()).isEqualTo(at("11:30"));
      assertThat(page.item(at("11:00")).isMissingNode()).isTrue();
      book(live.hospital.admin(), doctor, "11:00");
      until(() -> state(page, "10:00").equals("TAKEN") && state(page, "09:00").equals("FREE"));
    }
  }

  @Test
  void aChangeWhoseMessageIsLostIsPushed() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    String topic = "slots/" + doctor + "/" + DAY;
    try (LiveClient a = live.visitor()) {
      LivePage page = a.subscribe(topic).awaitPage(topic);
      live.loseMessages(true);
      book(live.hospital.admin(), doctor, "09:00");
      until(() -> state(page, "09:00").equals("TAKEN"));
    } finally {
      live.loseMessages(false);
    }
  }

  @Test
  void aReconnectingPageGetsDeltasOrASnapshot() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    String topic = "slots/" + doctor + "/" + DAY;
    LivePage kept;
    try (LiveClient before = live.visitor()) {
      kept = before.subscribe(topic).awaitPage(topic);
    }
    try (LiveClient unchanged = live.visitor()) {
      unchanged.resume(kept);
      JsonNode nothing = unchanged.await("delta");
      assertThat(nothing.path("from")).isEqualTo(nothing.path("version"));
      assertThat(nothing.path("data")).isEmpty();
    }
    book(live.hospital.admin(), doctor, "09:00");
    book(live.hospital.admin(), doctor, "11:00");
    try (LiveClient after = live.visitor()) {
      after.resume(kept);
      live.awaitRight(kept, frontDesk());
      assertThat(after.frames("snapshot")).isEmpty();
      assertThat(after.frames("delta")).isNotEmpty();
    }
    try (LiveClient elsewhere = live.visitor()) {
      elsewhere.say("{\"type\":\"subscribe\",\"topic\":\"" + topic + "\",\"since\":12345}");
      assertThat(elsewhere.await("snapshot").at("/data/items")).hasSize(3);
    }
  }

  @Test
  void aPongStatesTheVersionsSent() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    String topic = "slots/" + doctor + "/" + DAY;
    try (LiveClient a = live.visitor()) {
      LivePage page = a.subscribe(topic).awaitPage(topic);
      assertThat(a.ping().await("pong").at("/versions").path(topic).asLong())
          .isEqualTo(page.version());
    }
  }

  @Test
  void aBriefPingIsAnsweredWithoutVersions() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    String topic = "slots/" + doctor + "/" + DAY;
    try (LiveClient client = live.visitor()) {
      client.subscribe(topic).awaitPage(topic);
      client.say("{\"type\":\"ping\",\"brief\":true}");
      assertThat(client.await("pong").path("versions")).isEmpty();
      assertThat(client.ping().await("pong", pong -> client.frames("pong").size() == 2))
          .isNotNull();
      assertThat(client.frames("pong").get(1).path("versions")).hasSize(1);
    }
  }

  @Test
  void noFrameIsSentAfterUnsubscribing() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    String topic = "slots/" + doctor + "/" + DAY;
    try (LiveClient a = live.visitor();
        LiveClient b = live.visitor()) {
      a.subscribe(topic).awaitPage(topic);
      LivePage other = b.subscribe(topic).awaitPage(topic);
      assertThat(a.unsubscribe(topic).ping().await("pong").path("versions")).isEmpty();
      book(live.hospital.admin(), doctor, "09:00");
      until(() -> state(other, "09:00").equals("TAKEN"));
      assertThat(a.ping().await("pong", pong -> a.frames("pong").size() == 2)).isNotNull();
      assertThat(a.frames("delta")).isEmpty();
    }
  }

  @Test
  void aBookingIsPushedToTheDashboardAndPersonalTopics() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    RestClient ada =
        RestClient.registered(live.url(), UUID.randomUUID() + "@example.org", "Ada", "Byron");
    String department = live.hospital.admin().get("/api/doctors/" + doctor).text("/departmentId");
    String board = "department/" + department + "/" + DAY;
    String slots = "slots/" + doctor + "/" + DAY;
    try (LiveClient reception = live.of(live.hospital.receptionist());
        LiveClient atDoctors = live.of(live.hospital.signedInDoctor(doctor));
        LiveClient patient = live.of(ada)) {
      LivePage dashboard = reception.subscribe(board).awaitPage(board);
      LivePage doctors = atDoctors.subscribe("me").awaitPage("me");
      LivePage own = patient.subscribe("me").awaitPage("me");
      patient.subscribe(slots).awaitPage(slots);
      reception.await(
          "presence",
          frame ->
              frame.at("/data/department").asInt() == 1
                  && frame.at("/data/doctors").path(doctor).asInt() == 1);

      Answer booked = book(ada, doctor, "10:00");
      String id = booked.text("/id");
      until(
          () ->
              List.of(dashboard, doctors, own).stream()
                  .allMatch(page -> page.item(id).path("status").asText().equals("BOOKED")));
      assertThat(dashboard.item(id).path("patientName").asText()).isEqualTo("Ada Byron");
      assertThat(dashboard.item(id).has("reason")).isFalse();

      ada.put("/api/appointments/" + id, Map.of("start", at("11:00")), "If-Match", booked.etag());
      until(() -> own.item(id).path("start").asText().contains("11:00"));
      ada.delete("/api/appointments/" + id);
      until(() -> dashboard.item(id).path("status").asText().equals("CANCELLED"));
      live.awaitRight(dashboard, frontDesk());
      live.awaitRight(own, patient(ada.patientId()));
      assertContiguous(reception, board);
    }
  }

  @Test
  void slotsChangeStateAsTimePasses() {
    var clock = new TestClock(Instant.now().toString());
    try (LiveFixture later = new LiveFixture(clock)) {
      String doctor = later.hospital.doctor(60, "09:00", "12:00");
      String topic = "slots/" + doctor + "/" + DAY;
      clock.set(OffsetDateTime.parse(at("08:20")).toInstant().toString());
      try (LiveClient a = later.visitor()) {
        LivePage page = a.subscribe(topic).awaitPage(topic);
        assertThat(state(page, "09:00")).isEqualTo("FREE");
        clock.advance(Duration.ofMinutes(15));
        until(() -> state(page, "09:00").equals("TOO_SOON"));
        clock.advance(Duration.ofMinutes(45));
        until(() -> state(page, "09:00").equals("PAST"));
        assertThat(state(page, "11:00")).isEqualTo("FREE");
        assertContiguous(a, topic);
      }
    }
  }

  private static Caller patient(String id) {
    return new Caller(
        UUID.randomUUID(),
        Set.of(Role.PATIENT),
        UUID.fromString(id),
        null,
        "test",
        null,
        Instant.MAX);
  }

  /** Each difference begins where the one before ended. */
  private static void assertContiguous(LiveClient client, String topic) {
    long version = 0;
    for (JsonNode frame : client.frames()) {
      if (frame.path("topic").asText().equals(topic) && frame.has("version")) {
        if (frame.has("from")) {
          assertThat(frame.path("from").asLong()).isEqualTo(version);
        }
        assertThat(frame.path("version").asLong()).isGreaterThan(version);
        version = frame.path("version").asLong();
      }
    }
    assertThat(version).isPositive();
  }

  private static String state(LivePage page, String time) {
    return page.item(at(time)).path("state").asText();
  }

  private static Answer book(RestClient who, String doctorId, String time) {
    Map<String, Object> wish =
        who.patientId().isEmpty()
            ? Map.of("doctorId", doctorId, "start", at(time), "patientId", live.hospital.patient())
            : Map.of("doctorId", doctorId, "start", at(time));
    Answer booked = who.post("/api/appointments", wish);
    assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
    return booked;
  }

  private static String at(String time) {
    return DaysAhead.at(DAY, time);
  }
}
