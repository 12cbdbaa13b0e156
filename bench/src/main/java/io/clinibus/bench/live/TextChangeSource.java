package io.clinibus.bench.live;

import io.clinibus.bench.load.EventLoopPool;
import io.clinibus.bench.load.HttpLoadConnection;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.report.BenchReport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that a bare fan-out is asked to send. */
public final class TextChangeSource implements ChangeSource {

  private static final Pattern EVENT = Pattern.compile("\\{\"event\":(\\d+),\"at\":(\\d+)");

  private final URI server;
  private final int size;
  private final Context loop;
  private final NetClient client;
  private final List<ChangeRecord> made = new ArrayList<>();

  /**
   * @param size of the texts
   */
  public TextChangeSource(Vertx vertx, URI server, int size) {
    this.server = server;
    this.size = size;
    this.loop = EventLoopPool.of(vertx, 1).get(0);
    this.client = vertx.createNetClient();
  }

  @Override
  public ChangeRecord make(String topic) {
    ChangeRecord change = new ChangeRecord(BenchReport.processors());
    int number;
    synchronized (made) {
      number = made.size();
      made.add(change);
    }
    var request = HttpRequestFactory.post(server, "/", null, topic + " " + number + " " + size);
    loop.runOnContext(
        turn ->
            HttpLoadConnection.open(client, server)
                .onSuccess(lane -> lane.send(request, (status, bytes, body, end) -> lane.close())));
    return change;
  }

  @Override
  public List<ChangeRecord> read(String topic, String frame) {
    Matcher event = EVENT.matcher(frame);
    if (!event.find()) {
      return List.of();
    }
    ChangeRecord change;
    synchronized (made) {
      change = made.get(Integer.parseInt(event.group(1)));
    }
    long offset = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()) - System.nanoTime();
    change.made = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(event.group(2))) - offset;
    return List.of(change);
  }

  @Override
  public void settle(List<ChangeRecord> changes) {}
}
