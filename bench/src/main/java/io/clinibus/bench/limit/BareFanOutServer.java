package io.clinibus.bench.limit;

import io.clinibus.bench.report.BenchReport;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Lower bound of a fan-out: a POST to a topic sends a text of some size to all its sockets, without
 * state, comparison or reads. Uses epoll as a node does.
 */
public final class BareFanOutServer extends VerticleBase {

  private static final List<BareFanOutServer> ALL = new CopyOnWriteArrayList<>();

  private final int port;
  private final Map<String, List<ServerWebSocket>> topics = new HashMap<>();
  private Context loop;

  private BareFanOutServer(int port) {
    this.port = port;
  }

  /**
   * @param arguments the port
   */
  public static void main(String... arguments) {
    int port = Integer.parseInt(arguments[0]);
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
        .deployVerticle(
            () -> new BareFanOutServer(port), new DeploymentOptions().setInstances(BenchReport.processors()))
        .onSuccess(
            deployed -> System.out.println("bare fan-out is ready at http://127.0.0.1:" + port));
  }

  @Override
  public Future<?> start() {
    loop = context;
    ALL.add(this);
    return vertx
        .createHttpServer(
            new io.vertx.core.http.HttpServerOptions()
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false))
        .webSocketHandler(this::enter)
        .requestHandler(BareFanOutServer::publish)
        .listen(port, "127.0.0.1");
  }

  private void enter(ServerWebSocket socket) {
    socket.textMessageHandler(
        text -> {
          String topic = new JsonObject(text).getString("topic");
          topics.computeIfAbsent(topic, first -> new ArrayList<>()).add(socket);
          socket.closeHandler(closed -> topics.get(topic).remove(socket));
          socket.writeTextMessage("{\"type\":\"snapshot\"}");
        });
  }

  /** The body is: topic, number of the event, size of the text. */
  private static void publish(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              String[] parts = body.toString().split(" ");
              String text = text(parts[1], Integer.parseInt(parts[2]));
              ALL.forEach(one -> one.loop.runOnContext(turn -> one.tell(parts[0], text)));
              request.response().end();
            });
  }

  private void tell(String topic, String text) {
    topics.getOrDefault(topic, List.of()).forEach(socket -> socket.writeTextMessage(text));
  }

  private static String text(String event, int size) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    String begin = "{\"event\":" + event + ",\"at\":" + micros + ",\"rest\":\"";
    return begin + "x".repeat(Math.max(0, size - begin.length() - 2)) + "\"}";
  }
}
