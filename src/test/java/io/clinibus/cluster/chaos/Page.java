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
  private static final long BEAT_MILLIS = 2_500;
  private static final long COMPARE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long ANSWER_WITHIN_MILLIS = 2_000;
  private static final long PONG_WITHIN_MILLIS = 8_000;
  private static final long OPEN_WITHIN_MILLIS = 10_000;
  private static final long REFUSED_AGAIN_MILLIS = 5_000;
  private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * A booking that this page does not know yet.
   *
   * @param claimed whether the page has shown itself as live all the while
   */
  private record Unknown(long since, Phase phase, boolean claimed) {}

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
  private long doubt = -1;
  private long comparedAt;
  private int attempts;
  private Long comeBackAfter;
  private long framesReceived;
  private boolean closed;
  private volatile boolean connected;
  private boolean live;

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
      unknown.put(start, new Unknown(acknowledgedAt, phase, live));
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
    openedAt = comparedAt = System.nanoTime();
    opened.textMessageHandler(text -> hear(opened, text));
    opened.exceptionHandler(broken -> {});
    opened.closeHandler(gone -> lost(opened));
    opened.writeTextMessage(page.subscribe().toString());
    beat(BEAT_MILLIS, this::ping);
  }

  private void lost(WebSocket gone) {
    if (socket != gone) {
      return;
    }
    socket = null;
    connected = false;
    vertx.cancelTimer(pulse);
    vertx.cancelTimer(doubt);
    setSilent();
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

  /** As the app: versions are compared now and then, and in between a sign is enough. */
  private void ping() {
    boolean brief = System.nanoTime() - comparedAt < COMPARE_EVERY_NANOS;
    if (!brief) {
      comparedAt = System.nanoTime();
    }
    socket.writeTextMessage(brief ? "{\"type\":\"ping\",\"brief\":true}" : "{\"type\":\"ping\"}");
    WebSocket silent = socket;
    beat(
        PONG_WITHIN_MILLIS,
        () -> {
          silent.close();
          lost(silent);
        });
    doubt = vertx.setTimer(ANSWER_WITHIN_MILLIS, due -> setSilent());
  }

  /** From now on the page says since when it is not live. */
  private void setSilent() {
    live = false;
    long now = System.nanoTime();
    unknown.replaceAll(
        (start, one) -> {
          claimed(one, now);
          return new Unknown(one.since(), one.phase(), false);
        });
  }

  private void claimed(Unknown one, long now) {
    if (one.claimed()) {
      chronicle.since(one.phase(), phase -> phase.claimed(now - one.since()));
    }
  }

  private void beat(long millis, Runnable then) {
    vertx.cancelTimer(pulse);
    vertx.cancelTimer(doubt);
    pulse = vertx.setTimer(millis, due -> then.run());
  }

  private void hear(WebSocket from, String text) {
    if (from != socket) {
      return;
    }
    beat(BEAT_MILLIS, this::ping);
    live = connected;
    JsonNode frame = frames.read(text);
    switch (frame.path("type").asText()) {
      case "snapshot", "delta" -> take(frame);
      case "pong" -> {
        if (frame.has("versions") && !page.agrees(frame.path("versions"))) {
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
    connected = live = true;
    long now = System.nanoTime();
    for (Iterator<Map.Entry<String, Unknown>> all = unknown.entrySet().iterator();
        all.hasNext(); ) {
      var one = all.next();
      if (showsTaken(one.getKey())) {
        Unknown known = one.getValue();
        chronicle.since(known.phase(), phase -> phase.stale(now - known.since()));
        claimed(known, now);
        all.remove();
      }
    }
  }
}
