package io.clinibus.cluster.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.LivePage;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A page that stays open, and goes on at another node when it loses its own: with the waits of the
 * app. It notes how long after its acknowledgement each booking is known here. Lives on one event
 * loop; what it shows may be read from elsewhere.
 */
final class Page {

  private static final long FIRST_WAIT_MILLIS = 500;
  private static final long LONGEST_WAIT_MILLIS = 15_000;
  private static final long PING_EVERY_MILLIS = 20_000;
  private static final long PONG_WITHIN_MILLIS = 8_000;
  private static final long OPEN_WITHIN_MILLIS = 10_000;
  private static final long REFUSED_AGAIN_MILLIS = 5_000;
  private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A booking that this page does not know yet. */
  private record Unknown(long since, Phase phase) {}

  private final Vertx vertx;
  private final WebSocketClient client;
  private final Balancer balancer;
  private final Chronicle chronicle;
  private final LivePage page;
  private final Frames frames;
  private final List<String> days;
  private final Map<String, Unknown> unknown = new HashMap<>();
  private WebSocket socket;
  private volatile URI node;
  private long openedAt;
  private long pulse = -1;
  private int attempts;
  private Long comeBackAfter;
  private long framesReceived;
  private boolean closed;
  private volatile boolean connected;

  /**
   * @param days that it shows, each as {@code doctor/day}
   */
  Page(
      LivePage page,
      List<String> days,
      Frames frames,
      Vertx vertx,
      WebSocketClient client,
      Balancer balancer,
      Chronicle chronicle) {
    this.page = page;
    this.days = days;
    this.frames = frames;
    this.vertx = vertx;
    this.client = client;
    this.balancer = balancer;
    this.chronicle = chronicle;
  }

  List<String> days() {
    return days;
  }

  LivePage shown() {
    return page;
  }

  /** Whether it has received a frame of its topic on the current connection. */
  boolean isConnected() {
    return connected;
  }

  /** The current node, or the last one. */
  URI node() {
    return node;
  }

  /** Whether it shows a time as taken. */
  boolean showsTaken(String start) {
    return page.item(start).path("state").asText().equals("TAKEN");
  }

  /** Whether it shows as taken all that is booked on its days. */
  boolean showsTaken(Map<String, Set<String>> booked) {
    return days.stream()
        .flatMap(day -> booked.getOrDefault(day, Set.of()).stream())
        .allMatch(this::showsTaken);
  }

  /** The times that it shows as taken. */
  Set<String> taken() {
    Set<String> taken = new HashSet<>();
    page.data()
        .path("items")
        .fields()
        .forEachRemaining(
            item -> {
              if (item.getValue().path("state").asText().equals("TAKEN")) {
                taken.add(item.getKey());
              }
            });
    return taken;
  }

  /** How many bookings it ought to know, but does not. */
  int unknown() {
    return unknown.size();
  }

  /**
   * Gives up what it has not received.
   *
   * @return how many bookings these are
   */
  int giveUp() {
    unknown
        .values()
        .forEach(never -> chronicle.since(never.phase(), phase -> phase.stale(Long.MAX_VALUE)));
    return unknown.size();
  }

  /** How many frames about its topic it has taken in. */
  long frames() {
    return framesReceived;
  }

  void booked(String start, long acknowledgedAt, Phase phase) {
    if (!showsTaken(start)) {
      unknown.put(start, new Unknown(acknowledgedAt, phase));
    }
  }

  void connect() {
    node = balancer.next(node);
    client
        .connect(
            new WebSocketConnectOptions()
                .setHost(node.getHost())
                .setPort(node.getPort())
                .setURI("/api/live")
                .setAllowOriginHeader(false)
                .setTimeout(OPEN_WITHIN_MILLIS))
        .onSuccess(this::opened)
        .onFailure(failed -> connectLater());
  }

  void close() {
    closed = true;
    if (socket != null) {
      socket.close();
    }
  }

  private void opened(WebSocket opened) {
    socket = opened;
    openedAt = System.nanoTime();
    opened.textMessageHandler(text -> hear(opened, text));
    opened.exceptionHandler(broken -> {});
    opened.closeHandler(gone -> lost(opened));
    opened.writeTextMessage(page.subscribe().toString());
    beat(PING_EVERY_MILLIS, this::ping);
  }

  private void lost(WebSocket gone) {
    if (socket != gone) {
      return;
    }
    socket = null;
    connected = false;
    vertx.cancelTimer(pulse);
    if (!closed) {
      chronicle.now().pageLost();
      if (System.nanoTime() - openedAt > LASTING_NANOS) {
        attempts = 0;
      }
      connectLater();
    }
  }

  private void connectLater() {
    long longest = Math.min(FIRST_WAIT_MILLIS << Math.min(attempts, 10), LONGEST_WAIT_MILLIS);
    long wait = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2);
    attempts++;
    vertx.setTimer(comeBackAfter == null ? wait : Math.max(1, comeBackAfter), due -> connect());
    comeBackAfter = null;
  }

  private void ping() {
    socket.writeTextMessage("{\"type\":\"ping\"}");
    WebSocket silent = socket;
    beat(
        PONG_WITHIN_MILLIS,
        () -> {
          silent.close();
          lost(silent);
        });
  }

  private void beat(long millis, Runnable then) {
    vertx.cancelTimer(pulse);
    pulse = vertx.setTimer(millis, due -> then.run());
  }

  private void hear(WebSocket from, String text) {
    if (from != socket) {
      return;
    }
    JsonNode frame = frames.read(text);
    switch (frame.path("type").asText()) {
      case "snapshot", "delta" -> take(frame);
      case "pong" -> {
        beat(PING_EVERY_MILLIS, this::ping);
        if (!page.agrees(frame.path("versions"))) {
          subscribe();
        }
      }
      case "ended" -> comeBackAfter = frame.path("comeBackAfter").asLong();
      case "refused" ->
          vertx.setTimer(
              REFUSED_AGAIN_MILLIS,
              due -> {
                if (from == socket) {
                  subscribe();
                }
              });
      default -> {} // A welcome.
    }
  }

  private void subscribe() {
    socket.writeTextMessage(page.subscribe().toString());
  }

  private void take(JsonNode frame) {
    framesReceived++;
    if (!page.hear(frame)) {
      subscribe();
      return;
    }
    connected = true;
    long now = System.nanoTime();
    for (Iterator<Map.Entry<String, Unknown>> all = unknown.entrySet().iterator();
        all.hasNext(); ) {
      var one = all.next();
      if (showsTaken(one.getKey())) {
        Unknown known = one.getValue();
        chronicle.since(known.phase(), phase -> phase.stale(now - known.since()));
        all.remove();
      }
    }
  }
}
