package io.clinibus.bench.scenario;

import io.clinibus.bench.load.EventLoopPool;
import io.clinibus.bench.load.FreeSlotSource;
import io.clinibus.bench.load.HttpLoadConnection;
import io.clinibus.bench.load.HttpRequestFactory;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Books now and then, and reads the day right after each booking was acknowledged: a slot that is
 * still shown as free is stale.
 */
final class StaleReadRecorder implements AutoCloseable {

  private static final int EVERY_MILLIS = 100;
  private static final int BOOKED = 201;

  private final Vertx vertx;
  private final BenchNodeProcess node;
  private final String token;
  private final NetClient client;
  private final Context loop;
  private final Iterator<FreeSlotSource.Opening> slots;
  private HttpLoadConnection lane;
  private long timer;
  private boolean busy;
  private volatile long booked;
  private volatile long stale;

  /**
   * @param days the days on which it may book
   */
  StaleReadRecorder(Vertx vertx, BenchNodeProcess node, BenchServices clinic, Predicate<FreeSlotSource.Opening> days)
      throws Exception {
    this.vertx = vertx;
    this.node = node;
    this.token = node.token();
    this.client = vertx.createNetClient();
    this.loop = EventLoopPool.of(vertx, 1).get(0);
    FreeSlotSource openings = new FreeSlotSource(clinic, node, 40);
    openings.provide(4_000);
    List<FreeSlotSource.Opening> some = new ArrayList<>();
    for (FreeSlotSource.Opening one = openings.take(); one != null; one = openings.take()) {
      if (days.test(one)) {
        some.add(one);
      }
    }
    this.slots = some.iterator();
  }

  void begin() {
    loop.runOnContext(
        turn ->
            HttpLoadConnection.open(client, node.url())
                .onSuccess(
                    opened -> {
                      lane = opened;
                      timer = vertx.setPeriodic(EVERY_MILLIS, tick -> bookAndRead());
                    }));
  }

  void report(BenchReport report) {
    TablePrinter table = report.table("Freshness: read right after a booking", "", "bookings", "stale");
    table.row("the slot is gone", booked, stale);
  }

  @Override
  public void close() {
    loop.runOnContext(turn -> vertx.cancelTimer(timer));
  }

  private void bookAndRead() {
    if (busy || !slots.hasNext()) {
      return;
    }
    busy = true;
    FreeSlotSource.Opening slot = slots.next();
    lane.send(
        HttpRequestFactory.booking(node.url(), token, slot),
        (status, bytes, body, end) -> {
          if (status == BOOKED) {
            booked++;
            read(slot);
          } else {
            busy = false;
          }
        });
  }

  private void read(FreeSlotSource.Opening slot) {
    Buffer request =
        HttpRequestFactory.get(
            node.url(),
            "/api/appointments/doctor/%s/available-slots?date=%s"
                .formatted(slot.doctor(), slot.day()));
    lane.send(
        request,
        (status, bytes, body, end) -> {
          String day = new String(bytes, body, end - body, StandardCharsets.UTF_8);
          if (status != 200 || day.contains("\"start\":\"" + slot.start() + "\"")) {
            stale++;
          }
          busy = false;
        });
  }
}
