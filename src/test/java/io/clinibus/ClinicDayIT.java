package io.clinibus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A clinic's day over REST, as its people live it. */
class ClinicDayIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static RestFixture hospital;
  private static TestClock clock;

  @BeforeAll
  static void open() {
    clock = new TestClock(Instant.now().toString());
    hospital = RestFixture.open(clock);
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void aClinicDayFromOpeningToClosing() {
    String doctorId = hospital.doctor(60, "09:00", "13:00");
    RestClient doctor = hospital.signedInDoctor(doctorId);
    RestClient reception = hospital.receptionist();
    RestClient ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    RestClient zoe = RestClient.registered(hospital.url(), "zoe@example.org", "Zoë", "王");

    assertThat(ada.get("/api/auth/me").text("/email")).isEqualTo("ada@example.org");
    assertThat(ada.get("/api/doctors?q=lindquist").text("/items/0/id")).isEqualTo(doctorId);
    assertThat(free(ada, doctorId)).containsExactly("09:00", "10:00", "11:00", "12:00");

    Answer booked = book(ada, doctorId, "10:00");
    assertThat(booked.status()).isEqualTo(201);
    assertThat(booked.text("/patientName")).isEqualTo("Ada Lovelace");
    String visit = "/api/appointments/" + booked.text("/id");
    assertThat(free(ada, doctorId)).containsExactly("09:00", "11:00", "12:00");

    Answer taken = book(zoe, doctorId, "10:00");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.text("/type")).isEqualTo("/problems/slot-taken");
    assertThat(taken.body().path("alternatives")).hasSize(3);
    assertThat(zoe.get(visit).status()).isEqualTo(404);

    Answer moved = ada.put(visit, Map.of("start", at("11:00")), "If-Match", booked.etag());
    assertThat(moved.status()).isEqualTo(200);
    assertThat(free(ada, doctorId)).containsExactly("09:00", "10:00", "12:00");
    assertThat(ada.put(visit, Map.of("start", at("12:00")), "If-Match", booked.etag()).status())
        .isEqualTo(412);

    String cancelled = "/api/appointments/" + book(zoe, doctorId, "10:00").text("/id");
    Answer inAddress = zoe.delete(cancelled + "?reason=cold");
    assertThat(inAddress.status()).isEqualTo(400);
    assertThat(inAddress.text("/errors/0/pointer")).isEqualTo("reason");
    assertThat(inAddress.text("/errors/0/message")).contains("PUT /api/appointments");
    assertThat(inAddress.body().toString()).doesNotContain("cold");
    assertThat(zoe.get(cancelled).text("/status")).isEqualTo("BOOKED");
    assertThat(
            zoe.put(cancelled + "/status", Map.of("status", "CANCELLED", "note", "a cold"))
                .text("/status"))
        .isEqualTo("CANCELLED");
    assertThat(zoe.get(cancelled + "/history").text("/changes/1/note")).isEqualTo("a cold");
    assertThat(zoe.get(cancelled + "/history").text("/changes/1/kind")).isEqualTo("CANCELLED");
    String missed = "/api/appointments/" + book(zoe, doctorId, "09:00").text("/id");

    clock.set(OffsetDateTime.parse(at("11:05")).toInstant().toString());
    reception = reception.again();
    doctor = doctor.again();
    ada = ada.again();
    zoe = zoe.again();
    assertThat(status(reception, visit, "CHECKED_IN")).isEqualTo(200);
    assertThat(status(reception, visit, "IN_CONSULTATION")).isEqualTo(403);
    assertThat(status(doctor, visit, "IN_CONSULTATION")).isEqualTo(200);
    assertThat(status(doctor, visit, "COMPLETED")).isEqualTo(200);
    assertThat(status(reception, visit, "CANCELLED")).isEqualTo(409);
    assertThat(status(reception, missed, "NO_SHOW")).isEqualTo(200);

    assertThat(history(ada, visit))
        .containsExactly("BOOKED", "BOOKED", "CHECKED_IN", "IN_CONSULTATION", "COMPLETED");
    assertThat(history(zoe, missed)).containsExactly("BOOKED", "NO_SHOW");
    assertThat(
            doctor
                .get("/api/appointments?status=COMPLETED&status=NO_SHOW&sort=-start")
                .body()
                .path("items"))
        .hasSize(2);
    assertThat(zoe.get("/api/appointments").body().path("items")).hasSize(2);
  }

  private static Answer book(RestClient who, String doctorId, String time) {
    return who.post("/api/appointments", Map.of("doctorId", doctorId, "start", at(time)));
  }

  private static int status(RestClient who, String visit, String status) {
    return who.put(visit + "/status", Map.of("status", status)).status();
  }

  private static List<String> free(RestClient who, String doctorId) {
    JsonNode slots =
        who.get("/api/appointments/doctor/" + doctorId + "/available-slots?date=" + DAY)
            .body()
            .at("/days/0/slots");
    return StreamSupport.stream(slots.spliterator(), false)
        .map(slot -> slot.path("start").asText().substring(11, 16))
        .toList();
  }

  private static List<String> history(RestClient who, String visit) {
    return StreamSupport.stream(
            who.get(visit + "/history").body().path("changes").spliterator(), false)
        .map(change -> change.path("status").asText())
        .toList();
  }

  private static String at(String time) {
    return DaysAhead.at(DAY, time);
  }
}
