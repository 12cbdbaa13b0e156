package io.clinibus.web.live;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
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
final class Reader {

  private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 32;

  private final Bus bus;
  private final Clock clock;
  private final Set<Watched> changes = new LinkedHashSet<>();
  private final Set<Watched> precautions = new LinkedHashSet<>();
  private BiConsumer<Watched, View> read;
  private BiConsumer<Watched, Throwable> unreadable;
  private int running;

  Reader(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Says who is told what came of it. */
  void onRead(BiConsumer<Watched, View> read, BiConsumer<Watched, Throwable> unreadable) {
    this.read = read;
    this.unreadable = unreadable;
  }

  /** Reads an outdated topic as soon as possible, before those that are read as a precaution. */
  void read(Watched watched) {
    if (!watched.isBeingRead()) {
      precautions.remove(watched);
      changes.add(watched);
      next();
    }
  }

  /** Reads a topic when there is nothing more important to read. */
  void readAsPrecaution(Watched watched) {
    if (!watched.isBeingRead() && !changes.contains(watched)) {
      precautions.add(watched);
      next();
    }
  }

  /** Succeeds if the domain lets a caller see a topic. */
  Future<View> consent(Topic topic, Function<Instant, Caller> caller) {
    return ask(topic.type().source(), topic, caller.apply(deadline()));
  }

  /** A cause as it may be told to clients. */
  static Failure failure(Throwable cause) {
    if (cause instanceof Failure failure) {
      return failure;
    }
    LOG.error("a topic could not be read", cause);
    return Failure.of(FailureCode.INTERNAL);
  }

  private void next() {
    while (running < AT_ONCE && !(changes.isEmpty() && precautions.isEmpty())) {
      Set<Watched> queue = changes.isEmpty() ? precautions : changes;
      Watched watched = queue.iterator().next();
      queue.remove(watched);
      begin(watched);
    }
  }

  private void begin(Watched watched) {
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

  private <Q extends Record, R extends Record> Future<View> ask(
      TopicType.Source<Q, R> source, Topic topic, Caller caller) {
    return bus.request(source.operation(), source.question().apply(topic), caller)
        .map(source.shown());
  }

  private Instant deadline() {
    return clock.instant().plus(PATIENCE);
  }
}
