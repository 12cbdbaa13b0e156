package io.clinibus.web.live.hub;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics from their domains: one request at a time for each topic, and a bounded number in
 * all; those of staff before those of the public. A topic that becomes stale while it is being read
 * is read again. Used by the hub's thread only.
 */
public final class TopicLoader {

  private static final Logger LOG = LoggerFactory.getLogger(TopicLoader.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_CONCURRENT = 32;

  /** The others are reserved for the topics of staff. */
  private static final int MAX_CONCURRENT_PUBLIC = 24;

  /** Topics are read more often than that in any case. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /**
   * A state, and the patients that it shows.
   *
   * @param changesAt when it changes without an event; null if that is unknown
   */
  private record Read(TopicState state, Set<UUID> patients, Instant changesAt) {}

  private final Bus bus;
  private final Clock clock;
  private final TopicAudit audit;
  private final ReadQueue staff = new ReadQueue();
  private final ReadQueue visitors = new ReadQueue();
  private Function<TopicSubscribers, List<Caller>> audience;
  private BiConsumer<TopicSubscribers, TopicState> loaded;
  private BiConsumer<TopicSubscribers, Throwable> failed;
  private int running;
  private int runningPublic;

  public TopicLoader(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
    this.audit = new TopicAudit(bus, clock);
  }

  TopicAudit audit() {
    return audit;
  }

  /**
   * Sets the callbacks for the results of reads.
   *
   * @param audience who will see a state that is loaded
   */
  void onResult(
      Function<TopicSubscribers, List<Caller>> audience,
      BiConsumer<TopicSubscribers, TopicState> loaded,
      BiConsumer<TopicSubscribers, Throwable> failed) {
    this.audience = audience;
    this.loaded = loaded;
    this.failed = failed;
  }

  /** Reads a stale topic as soon as possible, before deferred reads. */
  void load(TopicSubscribers topic) {
    if (!topic.refresh().isReading()) {
      queueOf(topic).add(topic);
      next();
    }
  }

  /** Reads a topic when no urgent read waits. */
  void loadDeferred(TopicSubscribers topic) {
    if (!topic.refresh().isReading()) {
      queueOf(topic).addDeferred(topic);
      next();
    }
  }

  /** A topic of the public may have become one of staff while it waited. */
  private ReadQueue queueOf(TopicSubscribers topic) {
    if (topic.isPublic()) {
      return visitors;
    }
    visitors.remove(topic);
    return staff;
  }

  /** Succeeds if the domain lets a caller read a topic. */
  public Future<TopicState> authorize(Topic topic, Function<Instant, Caller> caller) {
    return request(topic.type(), topic, caller.apply(deadline())).map(Read::state);
  }

  /** A cause as clients may see it. */
  public static Failure failure(Throwable cause) {
    if (cause instanceof Failure failure) {
      return failure;
    }
    LOG.error("live topic read failed", cause);
    return Failure.of(CommonFailures.INTERNAL);
  }

  private void next() {
    while (running < MAX_CONCURRENT && !staff.isEmpty()) {
      begin(staff.next());
    }
    while (running < MAX_CONCURRENT
        && runningPublic < MAX_CONCURRENT_PUBLIC
        && !visitors.isEmpty()) {
      begin(visitors.next());
    }
  }

  private void begin(TopicSubscribers subscribers) {
    running++;
    boolean isPublic = subscribers.isPublic();
    if (isPublic) {
      runningPublic++;
    }
    subscribers.refresh().begin();
    Topic topic = subscribers.topic();
    request(topic.type(), topic, subscribers.history().reader(deadline()))
        .compose(
            read ->
                audit
                    .record(subscribers, () -> audience.apply(subscribers), read.patients())
                    .map(read))
        .onComplete(
            answer -> {
              running--;
              if (isPublic) {
                runningPublic--;
              }
              subscribers.refresh().end();
              if (answer.failed()) {
                failed.accept(subscribers, answer.cause());
              } else {
                loaded.accept(subscribers, answer.result().state());
                await(subscribers, answer.result().changesAt());
                if (subscribers.refresh().isStale()) {
                  load(subscribers);
                }
              }
              next();
            });
  }

  private <Q extends Record, R extends Record> Future<Read> request(
      LiveTopic<Q, R> type, Topic topic, Caller caller) {
    return bus.request(type.operation(), type.request(topic), caller)
        .map(
            reply ->
                new Read(
                    type.state(reply),
                    type.operation().audit().shownBy(reply),
                    type.changesAt(reply)));
  }

  /** Schedules the next read for the time at which the state changes. */
  private void await(TopicSubscribers topic, Instant change) {
    if (change != null) {
      Duration wait = Duration.between(clock.instant(), change);
      if (wait.compareTo(LONGEST_WAIT) <= 0) {
        topic.timer().schedule(System.nanoTime() + wait.toNanos());
      }
    }
  }

  private Instant deadline() {
    return clock.instant().plus(TIMEOUT);
  }
}
