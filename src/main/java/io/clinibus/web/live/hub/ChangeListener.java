package io.clinibus.web.live.hub;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.Event;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.live.Invalidation;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Invalidates the topics of the hub when an event arrives that their kind names. */
public final class ChangeListener {

  private static final Duration REMEMBERED = ChangeFeed.REPLAY.multipliedBy(2);
  private static final int MAX_REMEMBERED = 100_000;

  /** One change: each arrives by the bus and again from the outbox. */
  private record Change(String event, UUID subject, long version) {}

  /** What an event does to topics of one kind. */
  private record Effect<E extends Record & Event.Versioned>(
      LiveTopic<?, ?> type, Invalidation<E> invalidation) {

    void apply(E fact, Hub hub) {
      if (invalidation.subjects() == null) {
        hub.invalidate(
            topic -> topic.type() == type && invalidation.concerns().test(fact, topic), fact.at());
      } else {
        hub.invalidate(
            invalidation.subjects().apply(fact),
            topic -> topic.type() == type && invalidation.concerns().test(fact, topic),
            fact.at());
      }
    }
  }

  private final Hub hub;
  private final Map<Event<?>, List<Effect<?>>> effects = new LinkedHashMap<>();
  private final Cache<Change, Boolean> seen =
      CaffeineFactory.builder().maximumSize(MAX_REMEMBERED).expireAfterWrite(REMEMBERED).build();

  public ChangeListener(Hub hub, TopicRegistry topics) {
    this.hub = hub;
    for (LiveTopic<?, ?> type : topics.types()) {
      type.invalidations().forEach(invalidation -> add(type, invalidation));
    }
  }

  private <E extends Record & Event.Versioned> void add(
      LiveTopic<?, ?> type, Invalidation<E> invalidation) {
    effects
        .computeIfAbsent(invalidation.event(), first -> new ArrayList<>())
        .add(new Effect<>(type, invalidation));
  }

  /**
   * Subscribes to the events.
   *
   * @param context the hub's event loop
   */
  public Future<?> listen(ChangeFeed changes, Context context) {
    return Future.all(
        effects.entrySet().stream()
            .map(entry -> listen(entry.getKey(), entry.getValue(), changes, context))
            .toList());
  }

  /** Effects are filed under the event of their own invalidation, so their types agree. */
  @SuppressWarnings("unchecked")
  private <E extends Record & Event.Versioned> Future<Void> listen(
      Event<?> event, List<Effect<?>> effects, ChangeFeed changes, Context context) {
    List<Effect<E>> typed = (List<Effect<E>>) (List<?>) effects;
    return changes.on(
        (Event<E>) event,
        fact -> context.runOnContext(turn -> apply(event.address(), fact, typed)));
  }

  private <E extends Record & Event.Versioned> void apply(
      String address, E fact, List<Effect<E>> typed) {
    if (isNew(new Change(address, fact.subject(), fact.version()))) {
      typed.forEach(effect -> effect.apply(fact, hub));
    }
  }

  private boolean isNew(Change change) {
    return seen.asMap().putIfAbsent(change, Boolean.TRUE) == null;
  }
}
