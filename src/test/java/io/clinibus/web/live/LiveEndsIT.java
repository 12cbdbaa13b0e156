package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.TestClock;
import io.clinibus.web.live.socket.ConnectionLimits;
import io.clinibus.web.live.socket.FrameRate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketFrame;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** When and how the server ends a socket, or does not open it. */
class LiveEndsIT {

  /** Too many even for a server that needs half a minute for them. */
  private static final int TOO_MANY = FrameRate.BURST + 30 * FrameRate.PER_SECOND;

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
  void aBadTokenClosesTheSocket() {
    try (LiveClient client = LiveClient.of(live.clients, live.url(), "nonsense")) {
      assertThat(client.awaitClosed()).isEqualTo(4401);
      assertThat(client.frames("ended").get(0).path("reason").asText())
          .isEqualTo("unauthenticated");
    }
  }

  @Test
  void blockingAnAccountClosesItsSockets() {
    RestClient zoe = patient();
    try (LiveClient client = live.of(zoe);
        LiveClient bystander = live.of(patient())) {
      client.await("welcome", frame -> frame.has("userId"));
      bystander.await("welcome", frame -> frame.has("userId"));
      live.hospital
          .admin()
          .post("/api/users/" + zoe.userId() + "/block", Map.of("reason", "Abuse"));
      assertThat(client.awaitClosed()).isEqualTo(4401);
      assertThat(bystander.isClosed()).isFalse();
    }
  }

  @Test
  void aRevocationWhoseMessageIsLostClosesTheSocket() {
    RestClient zoe = patient();
    try (LiveClient client = live.of(zoe)) {
      client.await("welcome", frame -> frame.has("userId"));
      live.loseMessages(true);
      live.hospital
          .admin()
          .post("/api/users/" + zoe.userId() + "/block", Map.of("reason", "Abuse"));
      assertThat(client.awaitClosed()).isEqualTo(4401);
    } finally {
      live.loseMessages(false);
    }
  }

  @Test
  void anExpiredTokenClosesTheSocketUnlessRenewed() {
    var clock = new TestClock(Instant.now().toString());
    try (LiveFixture later = new LiveFixture(clock)) {
      RestClient zoe = RestClient.registered(later.url(), "z@example.org", "Zoë", "W");
      try (LiveClient forgetful = later.of(zoe);
          LiveClient careful = later.of(zoe)) {
        forgetful.await("welcome", frame -> frame.has("expiresAt"));
        careful.await("welcome", frame -> frame.has("expiresAt"));
        clock.advance(Duration.ofMinutes(10));
        careful.authenticate(zoe.again().token());
        LiveFixture.until(
            () -> careful.frames("welcome").stream().filter(one -> one.has("userId")).count() == 2);
        clock.advance(Duration.ofMinutes(10));
        assertThat(forgetful.awaitClosed()).isEqualTo(4401);
        careful.ping().await("pong");
        assertThat(careful.isClosed()).isFalse();
      }
    }
  }

  @Test
  void aSocketRefusesATokenOfAnotherUser() {
    try (LiveClient client = live.of(patient())) {
      client.await("welcome", frame -> frame.has("userId"));
      assertThat(client.authenticate(patient().token()).awaitClosed()).isEqualTo(4401);
    }
  }

  @Test
  void unreadableFramesCloseTheSocket() {
    try (LiveClient text = live.visitor();
        LiveClient bytes = live.visitor();
        LiveClient large = live.visitor()) {
      assertThat(text.misuse("{").awaitClosed()).isEqualTo(4400);
      bytes.socket().writeBinaryMessage(Buffer.buffer("{}"));
      assertThat(bytes.awaitClosed()).isEqualTo(4400);
      large.misuse("{\"type\":\"ping\",\"padding\":\"" + "x".repeat(5000) + "\"}");
      assertThat(large.awaitClosed()).isIn(1009, 1006, 1002, 4400);
    }
  }

  @Test
  void unknownTypesAndTopicsLeaveTheSocketOpen() {
    try (LiveClient client = live.visitor()) {
      client.misuse("{\"type\":\"dance\"}");
      client.misuse("{\"type\":\"subscribe\"}");
      client.subscribe("board/1");
      LiveFixture.until(() -> client.frames("refused").size() == 3);
      JsonNode last = client.frames("refused").get(2);
      assertThat(last.path("topic").asText()).isEqualTo("board/1");
      assertThat(last.at("/problem/type").asText()).isEqualTo("/problems/invalid-request");
      assertThat(client.isClosed()).isFalse();
    }
  }

  @Test
  void tooManyPingsCloseTheSocket() {
    assertEndsAfterTooMany(client -> client.socket().writePing(Buffer.buffer("x")));
  }

  @Test
  void tooManyPongsCloseTheSocket() {
    assertEndsAfterTooMany(client -> client.socket().writePong(Buffer.buffer()));
  }

  @Test
  void tooManyEmptyFragmentsCloseTheSocket() {
    assertEndsAfterTooMany(
        client -> client.socket().writeFrame(WebSocketFrame.textFrame("", false)),
        client ->
            client.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(), false)));
  }

  private static void assertEndsAfterTooMany(Consumer<LiveClient> frame) {
    assertEndsAfterTooMany(frame, frame);
  }

  private static void assertEndsAfterTooMany(
      Consumer<LiveClient> first, Consumer<LiveClient> further) {
    try (LiveClient client = live.visitor()) {
      client.await("welcome");
      first.accept(client);
      for (int i = 0; i < TOO_MANY; i++) {
        further.accept(client);
      }
      assertThat(client.awaitClosed()).isEqualTo(4429);
    }
  }

  @Test
  void tooManyFramesCloseTheSocket() {
    try (LiveClient client = live.visitor()) {
      for (int i = 0; i < TOO_MANY; i++) {
        client.misuse("{\"type\":\"ping\"}");
      }
      assertThat(client.awaitClosed()).isEqualTo(4429);
    }
  }

  @Test
  void topicsPerSocketAreLimited() {
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    try (LiveClient client = live.visitor()) {
      for (int day = 0; day < 51; day++) {
        client.subscribe("slots/" + doctor + "/" + DaysAhead.tuesday().plusDays(day));
      }
      JsonNode refused = client.await("refused");
      assertThat(refused.at("/problem/type").asText()).isEqualTo("/problems/too-many-requests");
      LiveFixture.until(() -> client.frames("snapshot").size() == 50);
      client.unsubscribe("slots/" + doctor + "/" + DaysAhead.tuesday());
      client.subscribe("slots/" + doctor + "/" + DaysAhead.tuesday().plusDays(50));
      LiveFixture.until(() -> client.frames("snapshot").size() == 51);
    }
  }

  @Test
  void socketsPerUserAreLimited() {
    RestClient zoe = patient();
    List<LiveClient> all = new ArrayList<>();
    try {
      for (int i = 0; i < ConnectionLimits.PER_USER; i++) {
        LiveClient client = live.of(zoe);
        all.add(client);
        client.await("welcome", frame -> frame.has("userId"));
      }
      LiveClient last = live.of(zoe);
      all.add(last);
      assertThat(last.awaitClosed()).isEqualTo(4429);
    } finally {
      all.forEach(LiveClient::close);
    }
  }

  @Test
  void foreignPagesAndPlainRequestsAreRefused() {
    WebSocketClient browser = live.clients.createWebSocketClient();
    assertThatThrownBy(() -> LiveClient.open(browser, live.url(), "https://evil.example"))
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class,
            refused -> assertThat(refused.getStatus()).isEqualTo(403));
    assertThat(LiveClient.open(browser, live.url(), "http://localhost:8080").isClosed()).isFalse();
    assertThat(RestClient.visitor(live.url()).get("/api/live").status()).isEqualTo(400);
    browser.close();
  }

  @Test
  void aStoppingNodeClosesItsSocketsWithAReconnectReason() {
    LiveFixture stopping = new LiveFixture(Clock.systemUTC());
    try (LiveClient client = LiveClient.visitor(live.clients, stopping.url())) {
      client.await("welcome");
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
      JsonNode ended = client.await("ended");
      assertThat(ended.path("reason").asText()).isEqualTo("restart");
      assertThat(ended.path("comeBackAfter").asLong()).isBetween(50L, 500L);
      assertThat(client.awaitClosed()).isEqualTo(1012);
      stopped.join();
    }
  }

  private static RestClient patient() {
    return RestClient.registered(live.url(), UUID.randomUUID() + "@example.org", "Zoë", "W");
  }
}
