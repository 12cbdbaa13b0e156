package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.web.live.socket.LiveServer;
import io.clinibus.web.live.socket.LiveStatus;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many sockets watch one day, and one of them never reads. */
@Tag("exclusive")
class FanOutIT {

  private static final int WATCHERS = 2_000;
  private static final LocalDate DAY = DaysAhead.tuesday();

  /** What the network stack of this machine may take before a socket counts as full. */
  private static final long KERNEL_BYTES = 16L << 20;

  /** A full write queue and one snapshot of a fortnight. */
  private static final long LARGEST_UNSENT = 1 << 20;

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
  void aBookingReachesAllSocketsAndASlowConsumerCostsLittle() {
    String doctor = live.hospital.doctor(5, "00:00", "24:00");
    String topic = "slots/" + doctor + "/" + DAY;
    WebSocketClient client =
        live.clients.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(WATCHERS + 1)
                .setMaxMessageSize(4 << 20)
                .setReceiveBufferSize(16 * 1024));
    WebSocket slow = connect(client).await();
    slow.pause();
    int topics = fill(slow, doctor);
    LiveFixture.until(() -> live.status().behind() == 1);

    AtomicInteger received = new AtomicInteger();
    List<Future<WebSocket>> watchers = new ArrayList<>();
    AtomicInteger ready = new AtomicInteger();
    for (int i = 0; i < WATCHERS; i++) {
      watchers.add(connect(client).onSuccess(socket -> watch(socket, topic, ready, received)));
    }
    LiveFixture.until(() -> ready.get() == WATCHERS);

    int bookings = 3;
    for (int i = 0; i < bookings; i++) {
      book(doctor, i);
      int expected = (i + 1) * WATCHERS;
      LiveFixture.until(() -> received.get() >= expected);
    }
    LiveStatus status = live.status();
    assertThat(status.sockets()).isEqualTo(WATCHERS + 1);
    assertThat(status.behind()).isEqualTo(1);
    assertThat(status.unsent()).isLessThan(LARGEST_UNSENT);

    recovers(slow, topics);
    client.close();
  }

  /** Watches so many topics that their frames exceed the buffers of the network. */
  private static int fill(WebSocket slow, String doctor) {
    LiveClient measure = live.visitor();
    String sample = range(doctor, 0);
    long size = measure.subscribe(sample).awaitPage(sample).data().toString().length();
    measure.close();
    int topics = (int) Math.min(50, KERNEL_BYTES / size + 1);
    for (int i = 0; i < topics; i++) {
      slow.writeTextMessage("{\"type\":\"subscribe\",\"topic\":\"" + range(doctor, i) + "\"}");
    }
    return topics;
  }

  /** As soon as it reads, it gets each topic it missed, as it is now. */
  private static void recovers(WebSocket slow, int topics) {
    Map<String, LivePage> pages = new ConcurrentHashMap<>();
    slow.textMessageHandler(
        text -> {
          var frame = parse(text);
          String topic = frame.path("topic").asText();
          if (!topic.isEmpty()) {
            pages.computeIfAbsent(topic, LivePage::new).hear(frame);
          }
        });
    slow.resume();
    LiveFixture.until(() -> pages.size() == topics);
    pages.values().forEach(page -> live.awaitRight(page, LiveFixture.frontDesk()));
    LiveFixture.until(() -> live.status().behind() == 0);
  }

  private static String range(String doctor, int shift) {
    return "range/" + doctor + "/" + DAY.plusDays(shift) + "/14";
  }

  private static Future<WebSocket> connect(WebSocketClient client) {
    return client.connect(
        new WebSocketConnectOptions()
            .setHost(live.url().getHost())
            .setPort(live.url().getPort())
            .setURI(LiveServer.PATH)
            .setAllowOriginHeader(false));
  }

  private static void watch(
      WebSocket socket, String topic, AtomicInteger ready, AtomicInteger received) {
    socket.textMessageHandler(
        text -> {
          if (text.startsWith("{\"type\":\"snapshot\"")) {
            ready.incrementAndGet();
          } else if (text.startsWith("{\"type\":\"delta\"")) {
            received.incrementAndGet();
          }
        });
    socket.writeTextMessage("{\"type\":\"subscribe\",\"topic\":\"" + topic + "\"}");
  }

  private static void book(String doctor, int hour) {
    Answer booked =
        live.hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId",
                    doctor,
                    "patientId",
                    live.hospital.patient(),
                    "start",
                    DaysAhead.at(DAY, "1" + hour + ":00")));
    assertThat(booked.status()).isEqualTo(201);
  }

  private static com.fasterxml.jackson.databind.JsonNode parse(String text) {
    try {
      return io.clinibus.bus.Json.MAPPER.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
