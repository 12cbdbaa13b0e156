package io.clinibus.bench.live;

import io.clinibus.bench.load.EventLoopPool;
import io.clinibus.bench.report.BenchReport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Thousands of sockets, each watching one topic. */
public final class SocketLoadGenerator {

  private static final int AT_ONCE = 64;
  private static final int SOCKETS_PER_ADDRESS = 50;
  private static final byte[] SNAPSHOT =
      "{\"type\":\"snapshot\"".getBytes(StandardCharsets.US_ASCII);

  private final URI server;
  private final NetClient client;
  private final List<Context> loops;
  private final List<String> topics;
  private final FrameListener received;
  private final Queue<WebSocketLoadConnection> lanes = new ConcurrentLinkedQueue<>();

  private SocketLoadGenerator(Vertx vertx, URI server, List<String> topics, FrameListener received) {
    this.server = server;
    this.client = vertx.createNetClient();
    this.loops = EventLoopPool.of(vertx, BenchReport.processors());
    this.topics = topics;
    this.received = received;
  }

  /**
   * Opens sockets.
   *
   * @param topics each socket subscribes to one of these, in turn
   * @param received receives every frame but the first of each socket
   */
  public static SocketLoadGenerator gather(Vertx vertx, URI server, int count, List<String> topics, FrameListener received) {
    var audience = new SocketLoadGenerator(vertx, server, topics, received);
    for (int from = 0; from < count; from += AT_ONCE) {
      List<Future<Void>> joining = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
        joining.add(audience.join(i));
      }
      Future.all(joining).await();
    }
    return audience;
  }

  /** How many are still there. */
  public long present() {
    return lanes.stream().filter(WebSocketLoadConnection::isOpen).count();
  }

  public void leave() {
    lanes.forEach(WebSocketLoadConnection::close);
    client.close().await();
  }

  /** Completes when it has received the state of its topic. */
  private Future<Void> join(int number) {
    Promise<Void> joined = Promise.promise();
    int loop = number % loops.size();
    String topic = topics.get(number % topics.size());
    String address =
        "10.0." + number / SOCKETS_PER_ADDRESS / 250 + "." + number / SOCKETS_PER_ADDRESS % 250;
    loops
        .get(loop)
        .runOnContext(
            turn ->
                WebSocketLoadConnection.open(client, server, "/api/live", address)
                    .onSuccess(lane -> watch(lane, loop, topic, joined))
                    .onFailure(joined::fail));
    return joined.future();
  }

  private void watch(WebSocketLoadConnection lane, int loop, String topic, Promise<Void> joined) {
    lanes.add(lane);
    lane.hearer(
        (bytes, from, to) -> {
          if (isSnapshot(bytes, from, to)) {
            joined.tryComplete();
          } else if (joined.future().isComplete()) {
            received.frame(loop, topic, bytes, from, to);
          }
        });
    lane.say("{\"type\":\"subscribe\",\"topic\":\"" + topic + "\"}");
  }

  private static boolean isSnapshot(byte[] bytes, int from, int to) {
    return to - from >= SNAPSHOT.length
        && java.util.Arrays.equals(
            bytes, from, from + SNAPSHOT.length, SNAPSHOT, 0, SNAPSHOT.length);
  }
}
