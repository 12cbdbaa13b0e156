package io.clinibus.scheduling.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Free slots as browsers read them: with entity tags, and never out of date. */
@Tag("exclusive")
class SlotReadIT {

  /** A Monday. */
  private static final String MORNING = "2026-11-23T05:00:00Z";

  private static final String TUESDAY = "2026-11-24";
  private static final Duration PROMISE_AND_SLACK = Duration.ofSeconds(4);
  private static final int READERS = 4;

  private static final TestClock CLOCK = new TestClock(MORNING);
  private static RestFixture hospital;
  private static RestClient visitor;
  private RestClient admin;
  private String doctor;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
    visitor = RestClient.visitor(hospital.url());
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @BeforeEach
  void aNewDoctor() {
    CLOCK.set(MORNING);
    admin = hospital.admin();
    doctor = hospital.doctor(60, "09:00", "12:00");
  }

  @Test
  void anUnchangedDayIsAnsweredWithNotModified() {
    Answer first = visitor.get(slots("?date=" + TUESDAY));
    assertThat(first.status()).isEqualTo(200);
    for (String header : List.of(first.etag(), "W/" + first.etag(), "\"x\", " + first.etag())) {
      Answer again = visitor.get(slots("?date=" + TUESDAY), "If-None-Match", header);
      assertThat(again.status()).as(header).isEqualTo(304);
      assertThat(again.http().body()).isEmpty();
      assertThat(again.etag()).isEqualTo(first.etag());
    }
    assertThat(visitor.get(slots("?date=" + TUESDAY), "If-None-Match", "\"x\"").status())
        .isEqualTo(200);
  }

  @Test
  void everyChangeMakesANewEntityTag() {
    var seen = new ArrayList<String>();
    changed(seen, "09:00", "10:00", "11:00");

    String visit = book(hospital.patient(), "10:00").text("/id");
    changed(seen, "09:00", "11:00");

    admin.delete("/api/appointments/" + visit);
    changed(seen, "09:00", "10:00", "11:00");

    hours("14:00", "16:00");
    changed(seen, "14:00", "15:00");

    String exception = leave();
    changed(seen, "15:00");

    admin.delete("/api/doctors/" + doctor + "/availability/exceptions/" + exception);
    changed(seen, "14:00", "15:00");

    admin.post("/api/holidays", Map.of("day", TUESDAY, "name", "Founding day"));
    changed(seen);

    admin.delete("/api/holidays/" + TUESDAY);
    changed(seen, "14:00", "15:00");
  }

  @Test
  void aSlotIsNoLongerOfferedWhenItsTimeHasPassed() {
    var seen = new ArrayList<String>();
    CLOCK.set("2026-11-24T07:00:00Z");
    changed(seen, "09:00", "10:00", "11:00");
    CLOCK.set("2026-11-24T08:31:00Z");
    changed(seen, "11:00");
  }

  @Test
  void todaysEntityTagIsInvalidTomorrow() {
    Answer today = visitor.get(slots(""));
    assertThat(today.text("/days/0/date")).isEqualTo("2026-11-23");
    CLOCK.set("2026-11-24T05:00:00Z");
    Answer tomorrow = visitor.get(slots(""), "If-None-Match", today.etag());
    assertThat(tomorrow.status()).isEqualTo(200);
    assertThat(tomorrow.text("/days/0/date")).isEqualTo(TUESDAY);
  }

  @Test
  void theEntityTagOfARangeCoversAllItsDays() {
    String range = slots("?date=2026-11-23&until=2026-11-29");
    Answer week = visitor.get(range);
    assertThat(week.body().path("days")).hasSize(7);
    assertThat(week.text("/days/6/date")).isEqualTo("2026-11-29");
    assertThat(week.body().at("/days/6/slots")).isEmpty();
    assertThat(week.body().at("/days/4/slots")).hasSize(3);

    book(hospital.patient(), "10:00");
    Answer changed = visitor.get(range, "If-None-Match", week.etag());
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().at("/days/1/slots")).hasSize(2);
    assertThat(visitor.get(range, "If-None-Match", changed.etag()).status()).isEqualTo(304);

    String longest = slots("?date=2026-12-01&until=2026-12-31");
    String tag = visitor.get(longest).etag();
    assertThat(visitor.get(longest, "If-None-Match", tag).status()).isEqualTo(304);
  }

  @Test
  void aReadAfterAnAcknowledgedWriteIsFresh() {
    String patient = hospital.patient();
    var done = new AtomicBoolean();
    List<CompletableFuture<Void>> readers =
        IntStream.range(0, READERS)
            .mapToObj(i -> CompletableFuture.runAsync(() -> readUntil(done)))
            .toList();
    try {
      for (int round = 0; round < 100; round++) {
        Answer booked = book(patient, "10:00");
        assertThat(free(visitor)).as("after booking %s", round).containsExactly("09:00", "11:00");
        admin.delete("/api/appointments/" + booked.text("/id"));
        assertThat(free(visitor)).as("after cancelling %s", round).contains("10:00");
      }
    } finally {
      done.set(true);
    }
    readers.forEach(CompletableFuture::join);
  }

  @Test
  void anotherNodeServesTheChangeWithinThePromisedTime() {
    try (TestNode other = TestNode.start(hospital.node().node().platform().settings(), CLOCK)) {
      RestClient there = RestClient.visitor(other.url());
      Answer before = there.get(slots("?date=" + TUESDAY));
      assertThat(times(before)).contains("10:00");
      book(hospital.patient(), "10:00");
      await()
          .atMost(PROMISE_AND_SLACK)
          .untilAsserted(
              () -> {
                Answer after = there.get(slots("?date=" + TUESDAY), "If-None-Match", before.etag());
                assertThat(after.status()).isEqualTo(200);
                assertThat(times(after)).containsExactly("09:00", "11:00");
              });
      hours("14:00", "15:00");
      await()
          .atMost(PROMISE_AND_SLACK)
          .untilAsserted(() -> assertThat(free(there)).containsExactly("14:00"));
    }
  }

  /** The day now has these slots and a tag it has not had before. */
  private void changed(List<String> seen, String... times) {
    String last = seen.isEmpty() ? "\"none\"" : seen.get(seen.size() - 1);
    Answer now = visitor.get(slots("?date=" + TUESDAY), "If-None-Match", last);
    assertThat(now.status()).isEqualTo(200);
    assertThat(times(now)).containsExactly(times);
    assertThat(seen).doesNotContain(now.etag());
    seen.add(now.etag());
    assertThat(free(visitor)).as("asked again").containsExactly(times);
  }

  private void readUntil(AtomicBoolean done) {
    while (!done.get()) {
      assertThat(visitor.get(slots("?date=" + TUESDAY)).status()).isEqualTo(200);
    }
  }

  @Test
  void aScheduleEndsWithTheYear9999() {
    String last = "/api/doctors/" + doctor + "/schedule?from=9999-12-31";
    Answer beyond = admin.get(last + "&days=2");
    assertThat(beyond.status()).isEqualTo(400);
    assertThat(beyond.text("/errors/0/pointer")).isEqualTo("days");
    assertThat(beyond.text("/errors/0/code")).isEqualTo("too-large");
    assertThat(admin.get(last + "&days=1").body().at("/days")).hasSize(1);
    assertThat(admin.get(last).body().at("/days")).hasSize(1);
  }

  private Answer book(String patient, String time) {
    Answer answer =
        admin.post(
            "/api/appointments",
            Map.of("doctorId", doctor, "patientId", patient, "start", at(time)));
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer;
  }

  private void hours(String opens, String closes) {
    String path = "/api/doctors/" + doctor + "/availability";
    var window = Map.of("weekday", "TUESDAY", "opens", opens, "closes", closes);
    Answer set =
        admin.put(
            path,
            Map.of("visitMinutes", 60, "windows", List.of(window)),
            "If-Match",
            admin.get(path).etag());
    assertThat(set.status()).as(set.body().toString()).isEqualTo(200);
  }

  private String leave() {
    Answer added =
        admin.post(
            "/api/doctors/" + doctor + "/availability/exceptions",
            Map.of("kind", "LEAVE", "start", at("14:00"), "end", at("15:00")));
    assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
    return added.text("/exception/id");
  }

  private List<String> free(RestClient who) {
    return times(who.get(slots("?date=" + TUESDAY)));
  }

  private static List<String> times(Answer answer) {
    return StreamSupport.stream(answer.body().at("/days/0/slots").spliterator(), false)
        .map(slot -> slot.path("start").asText().substring(11, 16))
        .toList();
  }

  private String slots(String query) {
    return "/api/appointments/doctor/" + doctor + "/available-slots" + query;
  }

  private static String at(String time) {
    return TUESDAY + "T" + time + ":00+01:00";
  }
}
