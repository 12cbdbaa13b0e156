package io.clinibus.web.live.hub;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.CommonFailures;
import io.clinibus.bus.Failure;
import io.clinibus.web.live.topic.Topic;
import io.clinibus.web.live.topic.TopicState;
import io.clinibus.web.live.topic.TopicType;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics from their domains: each by one request at a time, and not too many at once. A topic
 * that becomes outdated while it is being read is read again. Used by the hub's thread only.
 */
public final class TopicLoader {

  private static final Logger LOG = LoggerFactory.getLogger(TopicLoader.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 32;

  private final Bus bus;
  private final Clock clock;
  private final Set<TopicSubscribers> changes = new LinkedHashSet<>();
  private final Set<TopicSubscribers> precautions = new LinkedHashSet<>();
  private BiConsumer<TopicSubscribers, TopicState> read;
  private BiConsumer<TopicSubscribers, Throwable> unreadable;
  private int running;

  public TopicLoader(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Says who is told what came of it. */
  void onRead(
      BiConsumer<TopicSubscribers, TopicState> read,
      BiConsumer<TopicSubscribers, Throwable> unreadable) {
    this.read = read;
    this.unreadable = unreadable;
  }

  /** Reads an outdated topic as soon as possible, before those that are read as a precaution. */
  void read(TopicSubscribers watched) {
    if (!watched.isBeingRead()) {
      precautions.remove(watched);
      changes.add(watched);
      next();
    }
  }

  /** Reads a topic when there is nothing more important to read. */
  void readAsPrecaution(TopicSubscribers watched) {
    if (!watched.isBeingRead() && !changes.contains(watched)) {
      precautions.add(watched);
      next();
    }
  }

  /** Succeeds if the domain lets a caller see a topic. */
  public Future<TopicState> consent(Topic topic, Function<Instant, Caller> caller) {
    return ask(topic.type().source(), topic, caller.apply(deadline()));
  }

  /** A cause as it may be told to clients. */
  public static Failure failure(Throwable cause) {
    if (cause instanceof Failure failure) {
      return failure;
    }
    LOG.error("a topic could not be read", cause);
    return Failure.of(CommonFailures.INTERNAL);
  }

  private void next() {
    while (running < AT_ONCE && !(changes.isEmpty() && precautions.isEmpty())) {
      Set<TopicSubscribers> queue = changes.isEmpty() ? precautions : changes;
      TopicSubscribers watched = queue.iterator().next();
      queue.remove(watched);
      begin(watched);
    }
  }

  private void begin(TopicSubscribers watched) {
    running++;
    watched.beginReading();
    Topic topic = watched.topic();
    ask(topic.type().source(), topic, watched.channel().reader(deadline()))
        .onComplete(
            answer -> {
              running--;
              watched.endReading();
              if (answer.failed()) {
                unreadable.accept(watched, answer.cause());
              } else {
                read.accept(watched, answer.result());
                if (watched.isOutdated()) {
                  read(watched);
                }
              }
              next();
            });
  }

  private <Q extends Record, R extends Record> Future<TopicState> ask(
      TopicType.Source<Q, R> source, Topic topic, Caller caller) {
    return bus.request(source.operation(), source.question().apply(topic), caller)
        .map(source.shown());
  }

  private Instant deadline() {
    return clock.instant().plus(PATIENCE);
  }
}
