package io.clinibus.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Bus;
import io.clinibus.bus.Event;
import io.clinibus.bus.Json;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.StartRetry;
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
 * Delivers every event to the listeners of a node: at once from the bus, and from the outbox,
 * polled once a second, in case the bus lost the message. Each poll reads the events that were not
 * visible in the snapshot of the previous poll: no late commit is missed, and a transaction that
 * stays open holds back no others.
 *
 * <p>The listeners of an event run one after the other, in the order in which they were added. A
 * listener that reads through a cache is added after the one that invalidates the cache.
 */
public final class ChangeFeed {

  /** How far back the first poll reads. External caches must expire sooner. */
  public static final Duration REPLAY = Duration.ofSeconds(90);

  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration CURRENT_FOR = Duration.ofSeconds(3);
  private static final int MAX_EVENTS = 20_000;

  /**
   * Events delivered per turn of the event loop (about a millisecond), so that a thousand in a busy
   * second do not block it.
   */
  private static final int AT_ONCE = 20;

  private static final String FIRST_SNAPSHOT =
      """
      SELECT f.xid || ':' || f.xid || ':' AS read
        FROM (SELECT least(pg_snapshot_xmin(pg_current_snapshot()),
                           (SELECT min(xid) FROM platform.outbox
                             WHERE at > now() - $1 * interval '1 second')) AS xid) AS f
      """;

  private static final String NEXT =
      """
      WITH reader AS MATERIALIZED (SELECT platform.known_snapshot($1::text::pg_snapshot) AS read),
      fresh AS MATERIALIZED (
        SELECT o.* FROM reader, platform.unread_events(reader.read, NULL, $2) AS o),
      batch AS MATERIALIZED (
        SELECT platform.read_on(
                 (SELECT read FROM reader),
                 CASE WHEN count(*) >= $2 THEN max(xid::text::bigint)::text::xid8 END)::text AS read
          FROM fresh)
      SELECT batch.read, batch.read <> pg_current_snapshot()::text AS more, f.type,
             f.payload::text AS payload
        FROM batch LEFT JOIN fresh f ON true
       ORDER BY f.xid, f.id
      """;

  /** An event with its listeners. */
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
  private String read;
  private volatile Instant lastLook = Instant.EPOCH;

  public ChangeFeed(Vertx vertx, Jobs jobs, Bus bus, Pool database, Clock clock) {
    this.vertx = vertx;
    this.jobs = jobs;
    this.bus = bus;
    this.database = database;
    this.clock = clock;
  }

  /**
   * Adds a listener for an event; it is called on any thread and must be idempotent. Add it before
   * the feed starts if it must not miss earlier events.
   *
   * @return completes when the subscription on the bus is active
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
   * Starts polling; idempotent.
   *
   * @return completes after the first poll, when every event of the last {@link #REPLAY} was
   *     delivered
   */
  public synchronized Future<Void> start() {
    if (started == null) {
      started = begin();
    }
    return started;
  }

  private Future<Void> begin() {
    return StartRetry.of(vertx, this::lookFirst)
        .onSuccess(first -> jobs.every(INTERVAL, "read-outbox", this::look));
  }

  private Future<Void> lookFirst() {
    return database
        .preparedQuery(FIRST_SNAPSHOT)
        .execute(Tuple.of(REPLAY.toSeconds()))
        .compose(
            rows -> {
              read = Rows.one(rows).getString("read");
              return look();
            });
  }

  /**
   * Whether this node has received every event up to a moment ago. If not, its caches may be stale.
   */
  public boolean isCurrent() {
    return clock.instant().isBefore(lastLook.plus(CURRENT_FOR));
  }

  /** The time since the last complete poll; very long before the first. */
  public Duration age() {
    return Duration.between(lastLook, clock.instant());
  }

  private Future<Void> look() {
    Instant began = clock.instant();
    return database
        .preparedQuery(NEXT)
        .execute(Tuple.of(read, MAX_EVENTS))
        .compose(rows -> dispatch(rows).map(rows.iterator().next()))
        .compose(
            batch -> {
              read = batch.getString("read");
              if (batch.getBoolean("more")) {
                return look();
              }
              lastLook = began;
              return Future.succeededFuture();
            });
  }

  private Future<Void> dispatch(RowSet<Row> rows) {
    Promise<Void> dispatched = Promise.promise();
    dispatchSome(rows.iterator(), dispatched);
    return dispatched.future();
  }

  private void dispatchSome(Iterator<Row> rows, Promise<Void> dispatched) {
    try {
      for (int i = 0; i < AT_ONCE && rows.hasNext(); i++) {
        dispatch(rows.next());
      }
    } catch (RuntimeException e) {
      dispatched.fail(e);
      return;
    }
    if (rows.hasNext()) {
      vertx.runOnContext(turn -> dispatchSome(rows, dispatched));
    } else {
      dispatched.complete();
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
      LOG.atError().addKeyValue("type", row.getString("type")).log("outbox event unreadable");
    }
  }
}
