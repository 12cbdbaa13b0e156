package io.clinibus.bench;

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
final class Freshness implements AutoCloseable {

  private static final int EVERY_MILLIS = 100;
  private static final int BOOKED = 201;

  private final Vertx vertx;
  private final Node node;
  private final String token;
  private final NetClient client;
  private final Context loop;
  private final Iterator<Openings.Opening> slots;
  private HttpLane lane;
  private long timer;
  private boolean busy;
  private volatile long booked;
  private volatile long stale;

  /**
   * @param days the days on which it may book
   */
  Freshness(Vertx vertx, Node node, Clinic clinic, Predicate<Openings.Opening> days)
      throws Exception {
    this.vertx = vertx;
    this.node = node;
    this.token = node.token();
    this.client = vertx.createNetClient();
    this.loop = Loops.of(vertx, 1).get(0);
    Openings openings = new Openings(clinic, node, 40);
    openings.provide(4_000);
    List<Openings.Opening> some = new ArrayList<>();
    for (Openings.Opening one = openings.take(); one != null; one = openings.take()) {
      if (days.test(one)) {
        some.add(one);
      }
    }
    this.slots = some.iterator();
  }

  void begin() {
    loop.runOnContext(
        turn ->
            HttpLane.open(client, node.url())
                .onSuccess(
                    opened -> {
                      lane = opened;
                      timer = vertx.setPeriodic(EVERY_MILLIS, tick -> bookAndRead());
                    }));
  }

  void report(Report report) {
    Table table = report.table("Freshness: read right after a booking", "", "bookings", "stale");
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
    Openings.Opening slot = slots.next();
    lane.send(
        Requests.booking(node.url(), token, slot),
        (status, bytes, body, end) -> {
          if (status == BOOKED) {
            booked++;
            read(slot);
          } else {
            busy = false;
          }
        });
  }

  private void read(Openings.Opening slot) {
    Buffer request =
        Requests.get(
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
