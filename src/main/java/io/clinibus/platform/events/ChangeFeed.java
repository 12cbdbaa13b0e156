package io.clinibus.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Bus;
import io.clinibus.bus.Event;
import io.clinibus.bus.Json;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.jobs.Jobs;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a node's parts of every change: at once when the bus brings it, and from the outbox, read
 * once a second, so that a change is heard even when the bus lost the message. Each look begins at
 * the oldest transaction that was still running at the look before: nothing that commits late is
 * missed, and most events are heard twice.
 *
 * <p>The listeners of an event hear it one after the other, in the order in which they were added:
 * whoever reads through a cache that another listener keeps current is added after that one.
 */
public final class ChangeFeed {

  /** How far back the first look goes. Whatever is cached outside a node must expire sooner. */
  public static final Duration REPLAY = Duration.ofSeconds(90);

  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration CURRENT_FOR = Duration.ofSeconds(3);
  private static final int MAX_EVENTS = 20_000;

  /** Heard in one go, so that a thousand of a busy second hold nobody up; about a millisecond. */
  private static final int AT_ONCE = 20;

  private static final String FIRST_POSITION =
      """
      SELECT least(pg_snapshot_xmin(pg_current_snapshot()),
                   (SELECT min(xid) FROM platform.outbox WHERE at > now() - $1 * interval '1 second'))
             ::text AS position
      """;

  private static final String NEXT =
      """
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, o.xid::text, o.type,
             o.payload::text AS payload
        FROM (SELECT) AS always
        LEFT JOIN (SELECT * FROM platform.outbox WHERE xid >= $1::text::xid8
                   ORDER BY xid, id LIMIT $2) AS o ON true
       ORDER BY o.xid, o.id
      """;

  /** An event and who hears it. */
  private record Channel<E extends Record>(Event<E> event, List<Consumer<E>> listeners) {

    void dispatch(String payload) throws JsonProcessingException {
      dispatch(Json.MAPPER.readValue(payload, event.type()));
    }

    void dispatch(E fact) {
      listeners.forEach(listener -> listener.accept(fact));
    }
  }

  private final Vertx vertx;
  private final Jobs jobs;
  private final Bus bus;
  private final Pool database;
  private final Clock clock;
  private final Map<String, Channel<?>> channels = new ConcurrentHashMap<>();
  private Future<Void> started;
  private String position;
  private volatile Instant lastLook = Instant.EPOCH;

  public ChangeFeed(Vertx vertx, Jobs jobs, Bus bus, Pool database, Clock clock) {
    this.vertx = vertx;
    this.jobs = jobs;
    this.bus = bus;
    this.database = database;
    this.clock = clock;
  }

  /**
   * Hears an event from now on, on any thread; must bear hearing it twice. Whoever must not miss
   * what happened before is added before the feed starts.
   *
   * @return completes when the bus brings the event
   */
  public synchronized <E extends Record> Future<Void> on(Event<E> event, Consumer<E> listener) {
    @SuppressWarnings("unchecked")
    var known = (Channel<E>) channels.get(event.address());
    if (known != null) {
      known.listeners().add(listener);
      return Future.succeededFuture();
    }
    var channel = new Channel<>(event, new CopyOnWriteArrayList<>(List.of(listener)));
    channels.put(event.address(), channel);
    return bus.subscribe(event, channel::dispatch);
  }

  /**
   * Begins to read; asked again, it answers the same.
   *
   * @return completes after the first look, when everything of the last {@link #REPLAY} was heard
   */
  public synchronized Future<Void> start() {
    if (started == null) {
      started = begin();
    }
    return started;
  }

  private Future<Void> begin() {
    return database
        .preparedQuery(FIRST_POSITION)
        .execute(Tuple.of(REPLAY.toSeconds()))
        .compose(
            rows -> {
              position = Rows.one(rows).getString("position");
              return look();
            })
        .onSuccess(first -> jobs.every(INTERVAL, "read-outbox", this::look));
  }

  /**
   * Whether this node has heard everything up to a moment ago. While it has not, what it remembers
   * may be out of date.
   */
  public boolean isCurrent() {
    return clock.instant().isBefore(lastLook.plus(CURRENT_FOR));
  }

  /** How long ago it was that this node had heard everything; very long before the first look. */
  public Duration age() {
    return Duration.between(lastLook, clock.instant());
  }

  private Future<Void> look() {
    Instant began = clock.instant();
    return database
        .preparedQuery(NEXT)
        .execute(Tuple.of(position, MAX_EVENTS))
        .compose(rows -> dispatch(rows).map(rows))
        .compose(
            rows -> {
              boolean more = advance(rows);
              if (!more) {
                lastLook = began;
              }
              return more ? look() : Future.succeededFuture();
            });
  }

  private boolean advance(RowSet<Row> rows) {
    Row last = null;
    for (Row row : rows) {
      last = row;
    }
    boolean more = rows.size() == MAX_EVENTS && !last.getString("xid").equals(position);
    position = more ? last.getString("xid") : last.getString("horizon");
    return more;
  }

  private Future<Void> dispatch(RowSet<Row> rows) {
    Promise<Void> heard = Promise.promise();
    dispatchSome(rows.iterator(), heard);
    return heard.future();
  }

  private void dispatchSome(Iterator<Row> rows, Promise<Void> heard) {
    try {
      for (int i = 0; i < AT_ONCE && rows.hasNext(); i++) {
        dispatch(rows.next());
      }
    } catch (RuntimeException e) {
      heard.fail(e);
      return;
    }
    if (rows.hasNext()) {
      vertx.runOnContext(turn -> dispatchSome(rows, heard));
    } else {
      heard.complete();
    }
  }

  private void dispatch(Row row) {
    Channel<?> channel = row.getString("type") == null ? null : channels.get(row.getString("type"));
    if (channel == null) {
      return;
    }
    try {
      channel.dispatch(row.getString("payload"));
    } catch (JsonProcessingException e) {
      LOG.atError().addKeyValue("type", row.getString("type")).log("unreadable event in outbox");
    }
  }
}
