package io.clinibus.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.testing.contract.LiveContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A page: a client of the live protocol that keeps what it watches as the documentation says. */
public final class LiveClient implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;
  private static final int SERVER_ERRORS = 500;
  private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

  private final LiveContract contract;
  private final WebSocketClient client;
  private final WebSocket socket;
  private final UnaryOperator<List<JsonNode>> network;
  private final Map<String, LivePage> pages = new ConcurrentHashMap<>();
  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private volatile Integer closedWith;

  private LiveClient(
      WebSocketClient client,
      WebSocket socket,
      UnaryOperator<List<JsonNode>> network,
      LiveContract contract) {
    this.contract = contract;
    this.client = client;
    this.socket = socket;
    this.network = network;
    socket.closeHandler(
        closed ->
            closedWith = socket.closeStatusCode() == null ? 1006 : (int) socket.closeStatusCode());
    socket.exceptionHandler(broken -> {});
    socket.textMessageHandler(this::arrived);
  }

  public static LiveClient visitor(Vertx vertx, URI server) {
    return connect(vertx, server, UnaryOperator.identity());
  }

  /** A signed-in client. */
  public static LiveClient of(Vertx vertx, URI server, String token) {
    return visitor(vertx, server).authenticate(token);
  }

  /** A visitor of a node whose topics are those of another contract than the product's. */
  public static LiveClient visitor(Vertx vertx, URI server, LiveContract contract) {
    return connect(vertx, server, UnaryOperator.identity(), contract);
  }

  /**
   * A client whose frames arrive as a bad network lets them.
   *
   * @param network what becomes of a frame: nothing, itself, other frames held back before
   */
  public static LiveClient connect(Vertx vertx, URI server, UnaryOperator<List<JsonNode>> network) {
    return connect(vertx, server, network, LiveContract.product());
  }

  private static LiveClient connect(
      Vertx vertx, URI server, UnaryOperator<List<JsonNode>> network, LiveContract contract) {
    var client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setTrustAll(true)
                .setVerifyHost(false)
                .setMaxConnections(10_000)
                .setMaxFrameSize(LARGEST_MESSAGE)
                .setMaxMessageSize(LARGEST_MESSAGE));
    // On the socket's own thread, so that not even the first frame is missed.
    return await(
        client
            .connect(address(server))
            .map(socket -> new LiveClient(client, socket, network, contract)));
  }

  /** Opens a socket as a browser on a page of the given origin would. */
  public static WebSocket open(WebSocketClient client, URI server, String origin) {
    return await(
        client.connect(address(server).setAllowOriginHeader(true).addHeader("Origin", origin)));
  }

  private static WebSocketConnectOptions address(URI server) {
    return new WebSocketConnectOptions()
        .setHost(server.getHost())
        .setPort(server.getPort())
        .setSsl("https".equals(server.getScheme()))
        .setURI("/api/live")
        .setAllowOriginHeader(false);
  }

  private static <T> T await(Future<T> opening) {
    try {
      return opening.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the socket did not open", e);
    }
  }

  public LiveClient authenticate(String token) {
    return say(json("authenticate").put("token", token));
  }

  public LiveClient subscribe(String topic) {
    return say(pages.computeIfAbsent(topic, LivePage::new).subscribe());
  }

  /** Subscribes with what another client, whose connection is gone, has kept. */
  public LiveClient resume(LivePage page) {
    pages.put(page.topic(), page);
    return say(page.subscribe());
  }

  public LiveClient unsubscribe(String topic) {
    pages.remove(topic);
    return say(json("unsubscribe").put("topic", topic));
  }

  public LiveClient ping() {
    return say(json("ping"));
  }

  public LiveClient say(ObjectNode frame) {
    return say(frame.toString());
  }

  public LiveClient say(String text) {
    contract.checkSent(text);
    return misuse(text);
  }

  /** Sends what the protocol does not allow. */
  public LiveClient misuse(String text) {
    if (!socket.isClosed()) {
      socket.writeTextMessage(text);
    }
    return this;
  }

  public LivePage page(String topic) {
    return pages.get(topic);
  }

  /** Everything that arrived, in order. */
  public List<JsonNode> frames() {
    return frames;
  }

  public List<JsonNode> frames(String type) {
    return frames.stream().filter(frame -> frame.path("type").asText().equals(type)).toList();
  }

  /** What was refused for good. */
  public List<JsonNode> refusals() {
    return frames("refused").stream().filter(frame -> !isForNow(frame)).toList();
  }

  /** Waits for a frame. */
  public JsonNode await(String type, Predicate<JsonNode> wanted) {
    return Awaitility.await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(
            () -> frames(type).stream().filter(wanted).findFirst().orElse(null),
            java.util.Objects::nonNull);
  }

  public JsonNode await(String type) {
    return await(type, any -> true);
  }

  /** Waits until a topic's snapshot, or what else follows a subscription, has arrived. */
  public LivePage awaitPage(String topic) {
    Awaitility.await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .pollDelay(Duration.ZERO)
        .until(() -> pages.get(topic).isKnown());
    return pages.get(topic);
  }

  /** Waits until the server has closed, and says with which code. */
  public int awaitClosed() {
    return Awaitility.await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> closedWith, java.util.Objects::nonNull);
  }

  public boolean isClosed() {
    return closedWith != null;
  }

  /** The socket, to misuse it. */
  public WebSocket socket() {
    return socket;
  }

  @Override
  public void close() {
    client.close();
  }

  private synchronized void arrived(String text) {
    contract.checkReceived(text);
    JsonNode received = parse(text);
    if (isForNow(received)) {
      subscribeLater(received.path("topic").asText());
    }
    for (JsonNode frame : network.apply(List.of(received))) {
      frames.add(frame);
      LivePage page = pages.get(frame.path("topic").asText());
      if (page != null && !page.hear(frame)) {
        say(page.subscribe());
      }
      if (frame.path("type").asText().equals("pong")) {
        pages.values().stream()
            .filter(known -> !known.agrees(frame.path("versions")))
            .forEach(known -> say(known.subscribe()));
      }
    }
  }

  /** A busy node may refuse what it offers: as the app, a client then asks again a moment later. */
  private static boolean isForNow(JsonNode frame) {
    return frame.path("type").asText().equals("refused")
        && frame.at("/problem/status").asInt() >= SERVER_ERRORS;
  }

  private void subscribeLater(String topic) {
    LivePage page = pages.get(topic);
    if (page != null) {
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
          .execute(
              () -> {
                if (pages.get(topic) == page) {
                  say(page.subscribe());
                }
              });
    }
  }

  private static JsonNode parse(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static ObjectNode json(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }
}
