package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.settings.Settings;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One address cannot take the live updates of a node for itself. */
class LiveBoundsIT {

  private static final int SOCKETS = 12;
  private static final int TOPICS_PER_SOCKET = 50;
  private static final int TOPICS_PER_CLIENT = 200;
  private static final int DAYS = 14;

  /** For two hundred snapshots of a fortnight, each checked against the contract. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static LiveFixture live;
  private static String doctor;
  private static String department;

  @BeforeAll
  static void start() {
    live = new LiveFixture(Clock.systemUTC());
    doctor = live.hospital.doctor(15, "08:00", "18:00");
    department = live.hospital.admin().get("/api/doctors/" + doctor).text("/departmentId");
  }

  @AfterAll
  static void stop() {
    live.close();
  }

  @Test
  void visitorsOfOneAddressAreLimitedAndStaffAreServed() {
    int before = live.status().topics();
    List<LiveClient> visitors = new ArrayList<>();
    for (int socket = 0; socket < SOCKETS; socket++) {
      visitors.add(live.visitor());
    }
    for (int socket = 0; socket < SOCKETS; socket++) {
      LiveClient visitor = visitors.get(socket);
      for (int topic = 0; topic < TOPICS_PER_SOCKET; topic++) {
        visitor.subscribe(range(socket * TOPICS_PER_SOCKET + topic));
      }
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                visitors.stream().mapToInt(LiveBoundsIT::answers).sum()
                    == SOCKETS * TOPICS_PER_SOCKET);
    assertThat(visitors.stream().flatMap(one -> one.refusals().stream()))
        .hasSize(SOCKETS * TOPICS_PER_SOCKET - TOPICS_PER_CLIENT)
        .extracting(frame -> frame.at("/problem/type").asText())
        .containsOnly("/problems/too-many-requests");
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(live.status().topics() - before).isEqualTo(TOPICS_PER_CLIENT);
              assertThat(live.status().publicBytes()).isBetween(1L, 50_000_000L);
            });

    String board = "department/" + department + "/" + DaysAhead.tuesday();
    try (LiveClient desk = live.of(live.hospital.receptionist())) {
      assertThat(desk.subscribe(board).awaitPage(board).isKnown()).isTrue();
      String own = range(SOCKETS * TOPICS_PER_SOCKET);
      assertThat(desk.subscribe(own).awaitPage(own).isKnown()).isTrue();
    }
    visitors.forEach(LiveClient::close);
  }

  @Test
  void bindingHoldsOverASocketIsLimitedAsOverTheApi() {
    Settings usual = TestNode.settings(TestServers.newDatabase());
    var http = usual.http();
    Settings few =
        SettingsParts.with(
            new Settings.Http(http.endpoint(), http.publicUrl(), http.tls(), false, 200), usual);
    String keep = "{\"type\":\"keep\",\"hold\":\"" + UUID.randomUUID() + "\"}";
    try (var node = TestNode.start(few, Clock.systemUTC());
        LiveClient client =
            LiveClient.of(
                live.clients,
                node.url(),
                RestClient.registered(node.url(), "ada@example.org", "Ada", "Lovelace").token())) {
      for (int i = 0; i < 40; i++) {
        client.say(keep);
      }
      JsonNode limited =
          client.await("refused", frame -> frame.at("/problem/status").asInt() == 429);
      assertThat(limited.at("/problem/type").asText()).isEqualTo("/problems/too-many-requests");
    }
  }

  private static int answers(LiveClient visitor) {
    return visitor.frames("snapshot").size() + visitor.refusals().size();
  }

  private static String range(int offset) {
    return "range/" + doctor + "/" + DaysAhead.tuesday().plusDays(offset) + "/" + DAYS;
  }
}
