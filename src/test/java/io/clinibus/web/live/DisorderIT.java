package io.clinibus.web.live;

import static io.clinibus.web.live.LiveFixture.frontDesk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Appointments change at random while bus messages are lost at random, and clients' frames are
 * lost, doubled and delayed, and their connections break. Afterwards every page is right.
 */
class DisorderIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static final List<String> TIMES = List.of("09:00", "10:00", "11:00", "12:00");
  private static final int DOCTORS = 12;
  private static final int STEPS = 250;

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
  void everyPageIsRightInTheEnd() {
    long seed = ThreadLocalRandom.current().nextLong();
    try {
      new Schedule(new Random(seed)).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /** One course of events, all of it decided by the seed but the network's timing. */
  private static final class Schedule {

    private final Random random;
    private final List<String> doctors = new ArrayList<>();
    private final Map<String, String> patients = new HashMap<>();
    private final Map<String, LiveClient> clients = new HashMap<>();
    private final Map<String, LivePage> pages = new HashMap<>();
    private final List<String> visits = new ArrayList<>();
    private final RestClient reception = live.hospital.receptionist();
    private final String board;

    Schedule(Random random) {
      this.random = random;
      for (int i = 0; i < DOCTORS; i++) {
        String doctor = live.hospital.doctor(60, "09:00", "14:00");
        doctors.add(doctor);
        patients.put(doctor, live.hospital.patient());
      }
      String department = reception.get("/api/doctors/" + doctors.get(0)).text("/departmentId");
      board = "department/" + department + "/" + DAY;
    }

    void run() {
      doctors.forEach(this::connect);
      connect(board);
      try {
        for (int i = 0; i < STEPS; i++) {
          live.loseMessages(random.nextInt(3) > 0);
          step();
        }
        settle();
      } finally {
        live.loseMessages(false);
        clients.values().forEach(LiveClient::close);
      }
    }

    private void step() {
      String doctor = any(doctors);
      switch (random.nextInt(8)) {
        case 0, 1 -> book(doctor);
        case 2 -> changeVisit(visit -> reception.delete(visit));
        case 3 ->
            changeVisit(
                visit ->
                    reception.put(
                        visit,
                        Map.of("start", at(any(TIMES)), "doctorId", any(doctors)),
                        "If-Match",
                        reception.get(visit).etag()));
        case 4 -> hold(doctor);
        case 5 -> releaseAny();
        case 6 -> connect(random.nextInt(DOCTORS) == 0 ? board : doctor);
        default ->
            reception.post(
                "/api/doctors/" + doctor + "/availability/exceptions",
                Map.of("kind", "LEAVE", "start", at("13:00"), "end", at("14:00")));
      }
    }

    private void book(String doctor) {
      Answer booked =
          reception.post(
              "/api/appointments",
              Map.of(
                  "doctorId", doctor, "patientId", patients.get(doctor), "start", at(any(TIMES))));
      if (booked.status() == 201) {
        visits.add("/api/appointments/" + booked.text("/id"));
      }
    }

    private void hold(String doctor) {
      reception.post("/api/holds", Map.of("doctorId", doctor, "start", at(any(TIMES))));
    }

    private void releaseAny() {
      JsonNode holds = reception.get("/api/holds").body().path("items");
      if (!holds.isEmpty()) {
        String id = holds.get(random.nextInt(holds.size())).path("id").asText();
        reception.delete("/api/holds/" + id);
      }
    }

    private void changeVisit(java.util.function.Consumer<String> change) {
      if (!visits.isEmpty()) {
        change.accept(any(visits));
      }
    }

    /** A connection over a bad network, for a doctor's day or the board; the one before is gone. */
    private void connect(String what) {
      LiveClient before = clients.remove(what);
      if (before != null) {
        before.close();
      }
      LiveClient client = LiveClient.connect(live.clients, live.url(), badNetwork());
      clients.put(what, client.authenticate(reception.token()));
      String topic = what.equals(board) ? board : "slots/" + what + "/" + DAY;
      client.resume(pages.computeIfAbsent(topic, LivePage::new));
    }

    /** The clients compare versions until nothing is missing. */
    private void settle() {
      for (LiveClient client : clients.values()) {
        pages.values().stream()
            .filter(page -> client.page(page.topic()) == page)
            .forEach(page -> settle(client, page));
      }
      for (String doctor : doctors) {
        LivePage page = pages.get("slots/" + doctor + "/" + DAY);
        assertThat(shown(page, "TAKEN")).isEqualTo(starts(doctor, "NOT IN ('CANCELLED', 'HELD')"));
        assertThat(shown(page, "HELD")).isEqualTo(starts(doctor, "= 'HELD'"));
      }
    }

    private static void settle(LiveClient client, LivePage page) {
      LiveFixture.until(
          () -> {
            client.ping();
            return page.isKnown() && page.data().equals(live.fresh(page.topic(), frontDesk()));
          });
    }

    private UnaryOperator<List<JsonNode>> badNetwork() {
      Random luck = new Random(random.nextLong());
      List<JsonNode> held = new ArrayList<>();
      return arrived ->
          switch (luck.nextInt(8)) {
            case 0 -> List.of();
            case 1 -> List.of(arrived.get(0), arrived.get(0));
            case 2 -> {
              held.addAll(arrived);
              yield List.of();
            }
            default -> {
              List<JsonNode> all = new ArrayList<>(arrived);
              all.addAll(held);
              held.clear();
              yield all;
            }
          };
    }

    private <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }
  }

  private static Set<String> shown(LivePage page, String state) {
    Set<String> starts = new TreeSet<>();
    page.data()
        .path("items")
        .fields()
        .forEachRemaining(
            item -> {
              if (item.getValue().path("state").asText().equals(state)) {
                starts.add(item.getKey());
              }
            });
    return starts;
  }

  /** What PostgreSQL holds, asked past every cache. */
  private static Set<String> starts(String doctor, String status) {
    Set<String> starts = new TreeSet<>();
    for (Row row :
        live.hospital.sql(
            """
            SELECT starts_at FROM scheduling.appointment WHERE doctor_id = $1 AND status\s\
            """
                + status,
            UUID.fromString(doctor))) {
      Instant start = row.getOffsetDateTime("starts_at").toInstant();
      TIMES.stream()
          .map(DisorderIT::at)
          .filter(time -> OffsetDateTime.parse(time).toInstant().equals(start))
          .forEach(starts::add);
    }
    return starts;
  }

  private static String at(String time) {
    return DaysAhead.at(DAY, time);
  }
}
